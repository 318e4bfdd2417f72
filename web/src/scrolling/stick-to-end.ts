import { nextTick, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** Nearer to the end than this many pixels counts as at the end. */
const NEAR_PX = 60

/**
 * Keeps a log at its newest line, except for a reader who has scrolled up: for them `showNewBelow` says that there is
 * more. Holds on too when the box itself shrinks, as it does when something opens below it.
 */
export function useStickToEnd(box: Readonly<Ref<HTMLElement | undefined>>) {
  const showNewBelow = ref(false)
  let atEnd = true
  let observer: ResizeObserver | undefined

  function onScroll(): void {
    const log = box.value
    if (!log) return
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX
    if (atEnd) showNewBelow.value = false
  }

  async function toEnd(): Promise<void> {
    atEnd = true
    showNewBelow.value = false
    await nextTick()
    if (box.value) box.value.scrollTop = box.value.scrollHeight
  }

  /** Something was drawn in the log; `isNews` if it is worth pointing to. */
  function grown(isNews: boolean): void {
    if (atEnd) void toEnd()
    else if (isNews) showNewBelow.value = true
  }

  function watchSize(): void {
    observer?.disconnect()
    if (!box.value) return
    observer = new ResizeObserver(() => atEnd && void toEnd())
    observer.observe(box.value)
  }

  onMounted(watchSize)
  onBeforeUnmount(() => observer?.disconnect())
  return { showNewBelow, onScroll, toEnd, grown, watchSize }
}
