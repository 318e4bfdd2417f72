import { onBeforeUnmount, onMounted, readonly, ref } from 'vue'

/** The time in ms, fresh every second as long as the component lives: for timers on the screen. */
export function useSeconds() {
  const now = ref(Date.now())
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => (timer = setInterval(() => (now.value = Date.now()), 1000)))
  onBeforeUnmount(() => clearInterval(timer))
  return readonly(now)
}

/** The zone the shops of this project work in; times are shown in it wherever the agent sits. */
const SHOP_ZONE = 'Asia/Shanghai'
const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: SHOP_ZONE, dateStyle: 'short' })
const TIME = new Intl.DateTimeFormat('sv-SE', { timeZone: SHOP_ZONE, timeStyle: 'short' })

/** `14:02`, with the date before it when `moment` is not on the day of `now` (ms). */
export function momentText(moment: string, now: number): string {
  const date = new Date(moment)
  const day = DAY.format(date)
  const time = TIME.format(date)
  return day === DAY.format(now) ? time : `${day.slice(5)} ${time}`
}
