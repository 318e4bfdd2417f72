// A stand-in for assist_api to look at the pages with: `npm run build && npm run mock`, then http://127.0.0.1:4173.
// It keeps everything in memory, knows one shop and answers by a few words only. Sign in as xiaolin / xiaolin.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { randomUUID } from 'node:crypto'

const PORT = Number(process.env.PORT ?? 4173)
const DIST = new URL('../dist/', import.meta.url)
const PAGES = {
  '/': 'index.html',
  '/demo': 'demo.html',
  '/console': 'console.html',
  '/panel': 'panel.html',
  '/studio': 'studio.html',
  '/owner': 'owner.html',
}
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const POLICY = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'"
const SHOP = '青禾衣铺'
const ACCOUNT = { name: 'xiaolin', display_name: '小林', role: 'agent' }

const PRODUCTS = [
  {
    id: 'p1001',
    name: '云朵无痕无钢圈内衣',
    price: '89',
    colours: ['肤色', '雾粉', '黑色'],
    sizes: ['S', 'M', 'L'],
    facts: { 面料: '78%锦纶 22%氨纶', 版型: '固定杯薄款，无钢圈', 洗护: '放进洗衣袋冷水轻柔洗' },
  },
  {
    id: 'p1016',
    name: '软糯双层纱家居服套装',
    price: '189',
    colours: ['奶白', '豆绿'],
    sizes: ['S', 'M', 'L', 'XL'],
    facts: { 面料: '棉双层纱', 版型: '宽松' },
  },
  {
    id: 'p1013',
    name: '直筒高腰牛仔裤',
    price: '139',
    colours: ['深蓝', '浅蓝'],
    sizes: ['S', 'M', 'L'],
    facts: { 面料: '棉混纺' },
  },
  {
    id: 'p1009',
    name: '桑蚕丝吊带打底背心',
    price: '119',
    colours: ['米白', '黑色'],
    sizes: ['M', 'L'],
    facts: {},
  },
  {
    id: 'p1004',
    name: '山茶高腰收腹内裤',
    price: '39',
    colours: ['肤色', '黑色'],
    sizes: ['M', 'L'],
    facts: {},
  },
]

const state = {
  messageId: 0,
  conversations: new Map(),
  handoffs: new Map(),
  uploads: new Map(),
  agentStreams: new Set(),
  intentNames: new Map(),
}

const at = (secondsAgo = 0) => new Date(Date.now() - secondsAgo * 1000).toISOString()

function conversation(id = `c_${randomUUID()}`) {
  const made = {
    id,
    token: randomUUID(),
    state: 'bot',
    agent: null,
    agent_name: null,
    messages: [],
    seen: new Map(),
    streams: new Set(),
  }
  state.conversations.set(id, made)
  return made
}

function answering({ state: now, agent }) {
  if (now === 'agent') return { kind: 'agent', name: agent }
  return { kind: now === 'waiting' ? 'waiting' : 'bot', name: null }
}

function emit(response, event, data, id) {
  response.write(`event: ${event}\n${id ? `id: ${id}\n` : ''}data: ${JSON.stringify(data)}\n\n`)
}

function tellAgents(event, data) {
  for (const stream of state.agentStreams) emit(stream, event, data)
}

function say(talk, role, text, payload, secondsAgo = 0) {
  const message = {
    id: ++state.messageId,
    role,
    text,
    payload: payload ?? null,
    created_at: at(secondsAgo),
    meta: {},
  }
  talk.messages.push(message)
  for (const stream of talk.streams) emit(stream, 'message', message, message.id)
  const handoff = [...state.handoffs.values()].find((one) => one.conversation_id === talk.id)
  if (handoff) {
    tellAgents('message', { handoff_id: handoff.id, conversation_id: talk.id, message })
    tellAgents('suggestions', { handoff_id: handoff.id })
  }
  return message
}

function move(talk, next, agent = null) {
  Object.assign(talk, { state: next, agent })
  for (const stream of talk.streams) emit(stream, 'state', { state: next, answering: answering(talk) })
  tellAgents('queue', {})
}

function understand(talk, { text, intent, intent_zh, confidence }) {
  state.intentNames.set(intent, intent_zh)
  const message = talk.messages.find((one) => one.role === 'buyer' && one.text === text)
  if (message) message.meta = { intent, confidence }
}

function handOver(talk, reason, reasonZh, priority, more = {}) {
  more.understood?.forEach((one) => understand(talk, one))
  const id = `h_${randomUUID()}`
  state.handoffs.set(id, {
    id,
    conversation_id: talk.id,
    state: 'waiting',
    version: 1,
    reason,
    priority,
    waiting_since: at(more.secondsAgo ?? 0),
    agent: null,
    agent_name: null,
    buyerName: more.buyer ?? '访客',
    packet: {
      reason,
      reason_zh: reasonZh,
      priority,
      summary: more.summary ?? '买家要求人工客服。',
      transcript: [],
      understood: more.understood ?? [],
      entities: more.entities ?? [],
      slots: more.slots ?? {},
      order: more.order ?? null,
      parcel: more.parcel ?? null,
      product: more.product ?? null,
      buyer: {
        name: more.buyer ?? '访客',
        verified: false,
        channel: 'web',
        earlier_handoffs: 1,
        profile: {},
      },
      offered: more.offered ?? [],
      haggling: more.haggling ?? { round: 0, limits: {} },
      first_replies: more.firstReplies ?? [{ text: '您好，人工客服在的，咱们慢慢说。', phrase_id: null }],
    },
  })
  move(talk, 'waiting')
}

function botAnswers(talk, text) {
  const typing = () => talk.streams.forEach((stream) => emit(stream, 'typing', { on: true }))
  const after = (milliseconds, act) => setTimeout(act, milliseconds)
  if (talk.state !== 'bot') return
  typing()
  after(700, () => {
    if (/人工/.test(text)) {
      say(talk, 'bot', '好的，这就为您请人工客服。前面还有 1 位买家，您可以先把情况写下来。')
      handOver(talk, 'request_human', '转人工', 2)
    } else if (/码|穿/.test(text)) {
      say(talk, 'bot', '按 163 厘米、54 公斤，建议您穿 M 码。这款弹性好，喜欢宽松可以看看 L。', {
        buttons: [
          { option: 'stock', title: 'M 码还有货吗' },
          { option: 'measure', title: '量体方法' },
        ],
        product: { id: 'p1001', name: PRODUCTS[0].name, price: '89', url: '/demo?product=p1001' },
      })
    } else if (/订单|发货/.test(text)) {
      say(talk, 'bot', '查到了，您的订单已经付款，正在配货。', {
        order: {
          id: 'o1',
          order_no_masked: '****7361',
          state: '已付款，待发货',
          items: [{ name: PRODUCTS[1].name, quantity: 1 }],
        },
      })
    } else {
      say(talk, 'bot', '在的，您请说~ 尺码、发货、优惠都可以直接问。')
    }
  })
}

function seed() {
  const angry = conversation()
  say(angry, 'buyer', '说好48小时发货呢', null, 210)
  say(angry, 'bot', '非常抱歉让您久等，订单已经付款，正在配货。', null, 205)
  say(angry, 'buyer', '都两天了！！再不发我就去12315了', null, 48)
  handOver(angry, 'complain', '投诉', 4, {
    secondsAgo: 42,
    buyer: '王**',
    summary: '买家付款两天未发货，情绪激动，提到 12315。',
    order: {
      order_no_masked: '****7361',
      state: '已付款，待发货',
      paid_at: at(180000),
      amount: '189.00',
      items: [{ name: '软糯双层纱家居服套装', size: 'M', quantity: 1 }],
    },
    understood: [
      { text: '说好48小时发货呢', intent: 'ask_ship_time', intent_zh: '问发货时间', confidence: 0.91 },
      { text: '都两天了！！再不发我就去12315了', intent: 'complain', intent_zh: '投诉', confidence: 0.97 },
    ],
    entities: [{ kind: 'time', value: { value: 48, unit: '小时' }, text: '48小时' }],
    offered: ['非常抱歉让您久等，订单已经付款，正在配货。'],
    firstReplies: [
      { text: '非常抱歉让您等了这么久，这是店里没做好，马上去仓库查您的订单。', phrase_id: 'complain_calm' },
      { text: '让您着急了，真的不好意思。咱们先看看订单卡在哪一步，五分钟内给您回话。', phrase_id: null },
    ],
  })
  const haggler = conversation()
  say(haggler, 'buyer', '两套能便宜点不', null, 30)
  handOver(haggler, 'haggle', '议价', 2, {
    secondsAgo: 15,
    buyer: '李**',
    summary: '想买两套家居服，问能否优惠。',
    haggling: { round: 2, limits: { money: '两件减 10 元' } },
    product: { name: '软糯双层纱家居服套装', price: '189' },
  })
  const older = conversation()
  say(older, 'buyer', '收到的颜色不对，我要的是豆绿', null, 400)
  say(older, 'bot', '抱歉给您添麻烦了，请发一张照片，这就转给同事。', null, 395)
  handOver(older, 'report_wrong_item', '发错货', 3, {
    secondsAgo: 390,
    buyer: '陈**',
    summary: '收到的颜色与所拍不符。',
  })
  const taken = [...state.handoffs.values()].at(-1)
  Object.assign(taken, { state: 'agent', agent: 'xiaolin' })
  move(older, 'agent', '小林')
  say(older, 'agent', '您好，照片收到了，给您换一件豆绿的，来回邮费店里出。', null, 300)
  say(older, 'buyer', '那要等几天', null, 190)
}

function unansweredSince(talk) {
  const lastReply = talk.messages.findLastIndex(({ role }) => role === 'agent')
  return talk.messages.slice(lastReply + 1).find(({ role }) => role === 'buyer')?.created_at ?? null
}

function handoffOut({ buyerName, ...handoff }) {
  const talk = state.conversations.get(handoff.conversation_id)
  return {
    ...handoff,
    buyer: { name: buyerName },
    last_message: talk.messages.at(-1) ?? null,
    unanswered_since: handoff.state === 'agent' ? unansweredSince(talk) : null,
  }
}

const SUGGESTED = [
  [
    'complain_calm',
    '先安抚',
    '非常抱歉让您久等了，这是店里没做好，这就去仓库帮您查。',
    null,
    ['久等 抱歉', '相似问题 ×12'],
  ],
  [
    'hurry_order',
    '已加急',
    '已经为您加急，订单 ****7361 今天 18:00 前发出。',
    '已经为您加急，订单 {order_no} 今天 {ship_by} 前发出。',
    ['投诉 · 催发货'],
  ],
  ['fd_answer', '最晚发货', '按店里的约定，这笔订单最晚明天发出，咱们盯着它。', null, ['按订单现算']],
]

function suggestionsOut({ query }) {
  const fits = SUGGESTED.filter(([id, title, text]) => !query || `${id}${title}${text}`.includes(query))
  return {
    id: `s_${randomUUID()}`,
    threshold: 0.4,
    confidence: 0.8,
    suggestions: fits.map(([item_id, title, text, template, reasons]) => ({
      item_id,
      kind: item_id === 'fd_answer' ? 'answer' : 'phrase',
      source: 'team',
      phrase_id: item_id,
      text,
      template,
      title,
      score: 0.8,
      reasons,
    })),
  }
}

const PHRASES = SUGGESTED.map(([id, title, text, template]) => ({
  id,
  title,
  text: template ?? text,
  shortcode: id.slice(0, 2),
  group: '售后',
}))

class Refusal extends Error {
  constructor(status, code, message) {
    super(message)
    Object.assign(this, { status, code })
  }
}

async function bodyOf(request) {
  const pieces = []
  for await (const piece of request) pieces.push(piece)
  return Buffer.concat(pieces)
}

function talkOf(request) {
  const token = (request.headers.authorization ?? '').replace('Bearer ', '')
  const talk = [...state.conversations.values()].find((one) => one.token === token)
  if (!talk) throw new Refusal(401, 'unauthenticated', '请重新打开客服')
  return talk
}

function agentOf(request) {
  if (!/xiaoer_session=yes/.test(request.headers.cookie ?? ''))
    throw new Refusal(401, 'unauthenticated', '请先登录')
}

function stream(request, response, subscribers, start) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  response.write(': hello\n\n')
  start?.(response)
  subscribers.add(response)
  const beat = setInterval(() => response.write(': ping\n\n'), 15_000)
  request.on('close', () => {
    clearInterval(beat)
    subscribers.delete(response)
  })
  return undefined
}

function takeMessage(talk, body) {
  if (talk.seen.has(body.client_id)) return { message_id: talk.seen.get(body.client_id) }
  const card = body.card && PRODUCTS.find(({ id }) => id === body.card.product_id)
  const tapped = body.choice && talk.messages.find(({ id }) => id === body.choice.message_id)
  const text =
    body.text ?? tapped?.payload?.buttons?.find(({ option }) => option === body.choice.option)?.title ?? ''
  const pictures = (body.attachments ?? []).map((upload_id) => ({
    upload_id,
    url: `/api/v1/chat/uploads/${upload_id}`,
  }))
  const payload = {
    ...(card ? { product: { id: card.id, name: card.name, price: card.price } } : {}),
    ...(pictures.length > 0 ? { pictures } : {}),
  }
  const message = say(talk, 'buyer', text, payload)
  talk.seen.set(body.client_id, message.id)
  botAnswers(talk, text)
  return { message_id: message.id }
}

async function chat(request, response, url) {
  const path = url.pathname.replace('/api/v1/chat', '')
  if (path === '/sessions') {
    const talk = conversation()
    return {
      conversation_id: talk.id,
      token: talk.token,
      shop: {
        name: SHOP,
        greeting: '您好，欢迎光临青禾衣铺~ 尺码、发货、优惠都可以直接问。',
        answering: answering(talk),
      },
    }
  }
  const talk = talkOf(request)
  if (path === '/messages' && request.method === 'GET') {
    const after = Number(url.searchParams.get('after') ?? 0)
    return {
      messages: talk.messages.filter(({ id }) => id > after),
      state: talk.state,
      answering: answering(talk),
    }
  }
  if (path === '/messages') {
    response.statusCode = 202
    return takeMessage(talk, JSON.parse(await bodyOf(request)))
  }
  if (path === '/events') {
    const after = Number(request.headers['last-event-id'] ?? 0)
    return stream(request, response, talk.streams, (one) =>
      talk.messages
        .filter(({ id }) => id > after)
        .forEach((message) => emit(one, 'message', message, message.id)),
    )
  }
  if (path === '/uploads') {
    const whole = await bodyOf(request)
    const from = whole.indexOf('\r\n\r\n') + 4
    const upload_id = `u_${randomUUID()}`
    state.uploads.set(upload_id, whole.subarray(from, whole.lastIndexOf('\r\n--')))
    return { upload_id }
  }
  return picture(response, path.split('/').at(-1))
}

function picture(response, id) {
  if (!state.uploads.has(id)) throw new Refusal(404, 'not_found', '没有这张图片')
  response.writeHead(200, { 'Content-Type': 'image/png' })
  response.end(state.uploads.get(id))
  return undefined
}

const MOVES = {
  claim(handoff, talk) {
    if (handoff.state !== 'waiting') throw new Refusal(409, 'already_claimed', '已经有同事接待了')
    Object.assign(handoff, { state: 'agent', agent: ACCOUNT.name })
    say(talk, 'system', '客服 小林 已接入')
    move(talk, 'agent', ACCOUNT.display_name)
  },
  return(handoff, talk) {
    handoff.state = 'returned'
    move(talk, 'bot')
  },
  transfer(handoff, talk) {
    Object.assign(handoff, { state: 'waiting', agent: null, waiting_since: at() })
    move(talk, 'waiting')
  },
  close(handoff, talk) {
    handoff.state = 'closed'
    move(talk, 'closed')
  },
}

async function handoffs(request, response, url) {
  const [, id, action, rest] = url.pathname.replace('/api/v1/handoffs', '').split('/')
  if (!id) {
    const wanted = url.searchParams.get('state')
    const fits = {
      waiting: ({ state: now }) => now === 'waiting',
      mine: ({ state: now, agent }) => now === 'agent' && agent === ACCOUNT.name,
      all: () => true,
    }[wanted]
    return { items: [...state.handoffs.values()].filter(fits).map(handoffOut), next: null }
  }
  const handoff = state.handoffs.get(id)
  if (!handoff) throw new Refusal(404, 'not_found', '没有找到这次转接')
  const talk = state.conversations.get(handoff.conversation_id)
  if (!action) return handoffOut(handoff)
  if (action === 'uploads') return picture(response, rest)
  if (action === 'messages' && request.method === 'GET') {
    const after = Number(url.searchParams.get('after') ?? 0)
    return { messages: talk.messages.filter(({ id: one }) => one > after), state: talk.state }
  }
  const body = JSON.parse((await bodyOf(request)).toString() || '{}')
  if (action === 'messages') {
    if (handoff.state !== 'agent') throw new Refusal(409, 'illegal_move', '会话已经不在您手上了')
    return { message_id: say(talk, 'agent', body.text).id }
  }
  MOVES[action](handoff, talk)
  return handoffOut(handoff)
}

async function api(request, response, url) {
  const { pathname } = url
  if (pathname === '/api/v1/demo/shop') return { name: SHOP, products: PRODUCTS }
  if (pathname.startsWith('/api/v1/chat/')) return chat(request, response, url)
  if (pathname === '/api/v1/auth/login') {
    const { name, password } = JSON.parse(await bodyOf(request))
    if (name !== 'xiaolin' || password !== 'xiaolin')
      throw new Refusal(401, 'wrong_password', '账号或密码不对')
    response.setHeader('Set-Cookie', 'xiaoer_session=yes; Path=/; HttpOnly; SameSite=Lax')
    return { account: ACCOUNT, csrf: 'csrf' }
  }
  agentOf(request)
  if (request.method !== 'GET' && request.headers['x-csrf-token'] !== 'csrf')
    throw new Refusal(403, 'csrf', '请刷新页面')
  if (pathname === '/api/v1/auth/me') return { account: ACCOUNT, csrf: 'csrf' }
  if (pathname === '/api/v1/auth/logout') {
    response.setHeader('Set-Cookie', 'xiaoer_session=; Path=/; Max-Age=0')
    return null
  }
  if (pathname === '/api/v1/agent/events') return stream(request, response, state.agentStreams)
  if (pathname.startsWith('/api/v1/handoffs')) return handoffs(request, response, url)
  if (pathname === '/api/v1/intents') {
    return { items: [...state.intentNames].map(([intent, title]) => ({ intent, title })), next: null }
  }
  if (pathname === '/api/v1/phrases') {
    const query = url.searchParams.get('q') ?? ''
    return { items: PHRASES.filter((one) => JSON.stringify(one).includes(query)), next: null }
  }
  if (pathname === '/api/v1/suggestions') return suggestionsOut(JSON.parse(await bodyOf(request)))
  if (/\/feedback$/.test(pathname)) {
    console.log('feedback', (await bodyOf(request)).toString())
    return null
  }
  throw new Refusal(404, 'not_found', '没有这个地址')
}

async function file(response, pathname) {
  const name = PAGES[pathname] ?? pathname.slice(1)
  if (name.includes('..')) throw new Refusal(404, 'not_found', '没有这个页面')
  const body = await readFile(new URL(name, DIST)).catch(() => {
    throw new Refusal(404, 'not_found', '没有这个页面')
  })
  response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream')
  response.setHeader('Content-Security-Policy', POLICY)
  response.end(body)
}

function sendJson(response, answer) {
  if (answer === null) return response.writeHead(204).end()
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify(answer))
}

seed()
createServer(async (request, response) => {
  const url = new URL(request.url, `http://127.0.0.1:${PORT}`)
  try {
    if (!url.pathname.startsWith('/api/')) return await file(response, url.pathname)
    const answer = await api(request, response, url)
    if (answer !== undefined) sendJson(response, answer)
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error)
    response.statusCode = error.status ?? 500
    sendJson(response, { error: { code: error.code ?? 'failed', message: error.message, details: null } })
  }
}).listen(PORT, '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}`))
