import { createApp, h } from 'vue'
import { httpChatServer, type BuyerIdentity } from './chat-server'
import type { BuyerContext } from './memory'
import { browserMemory } from './memory'
import { createTalk } from './talk'
import styles from './widget.css?inline'
import Widget from './Widget.vue'
import { randomId } from '@/outbox/random-id'

/** What a shop's own page can do with the widget, as `window.Xiaoer`. */
export interface XiaoerApi {
  open: () => void
  close: () => void
  /** What the buyer is looking at; `product_name` is only shown, never sent. */
  setContext: (context: BuyerContext & { product_name?: string }) => void
  identify: (buyer: BuyerIdentity) => void
}

declare global {
  interface Window {
    Xiaoer?: XiaoerApi
  }
}

// Known only while the script itself runs, so it is read first; `async` scripts have it too.
const script = document.currentScript as HTMLScriptElement | null

const ID = /^[A-Za-z0-9_.:-]{1,64}$/
const LONGEST_URL = 2000

/** A shop's page may hold anything; what the server would refuse must not cost the buyer the chat. */
function sendable({ product_id, order_id, page_url }: BuyerContext): BuyerContext {
  return {
    product_id: product_id && ID.test(product_id) ? product_id : undefined,
    order_id: order_id && ID.test(order_id) ? order_id : undefined,
    page_url: page_url && page_url.length <= LONGEST_URL ? page_url : undefined,
  }
}

function start(): void {
  const settings = script?.dataset ?? {}
  const channel = settings.channel || 'web'
  const talk = createTalk({
    channel,
    server: httpChatServer(script ? new URL(script.src).origin : ''),
    memory: browserMemory(channel),
    newId: randomId,
  })
  const visible: { set: (open: boolean) => void } = { set: () => undefined }

  const host = document.createElement('xiaoer-chat')
  const root = host.attachShadow({ mode: 'open' })
  // A constructed sheet needs no `unsafe-inline` in the policy of the shop's page.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]
  const place = document.createElement('div')
  root.append(place)
  document.body.append(host)

  window.Xiaoer = {
    open: () => visible.set(true),
    close: () => visible.set(false),
    setContext: ({ product_name, ...context }) =>
      talk.setContext(sendable({ page_url: location.href, ...context }), product_name),
    identify: (buyer) => talk.identify(buyer),
  }
  window.Xiaoer.setContext({
    product_id: settings.product,
    order_id: settings.order,
    product_name: settings.productName,
  })
  createApp({
    render: () => h(Widget, { talk, onReady: (set: (open: boolean) => void) => (visible.set = set) }),
  }).mount(place)
  talk.resume()
  addEventListener('online', () => talk.wake())
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) talk.wake()
  })
  window.dispatchEvent(new Event('xiaoer:ready'))
}

// A second copy of the tag on the same page would open a second chat.
if (!window.Xiaoer) {
  if (document.body) start()
  else addEventListener('DOMContentLoaded', start, { once: true })
}
