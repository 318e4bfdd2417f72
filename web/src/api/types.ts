import type { components } from './schema'

/** Names for what the pages use of `schema.d.ts`, which `npm run types` writes from the server's OpenAPI document. */
type Schemas = components['schemas']

export type Account = Schemas['AccountOut']
export type Answering = Schemas['Answering']
export type Completion = Schemas['Completion']
export type ConversationState = Schemas['State']
export type DemoProduct = Schemas['PublicProduct']
export type DemoShop = Schemas['PublicShop']
export type FirstReply = Schemas['FirstReply']
export type Handoff = Schemas['HandoffOut']
export type HandoffList = Schemas['HandoffsOut']
export type IntentNames = Schemas['IntentNames']
export type Packet = Schemas['Packet']
export type Phrase = Pick<Schemas['PhraseView'], 'id' | 'title' | 'text' | 'shortcode' | 'group'>
export type PhraseList = Schemas['PhrasePage']
export type SignedIn = Schemas['WhoAmI']
export type Suggestion = Schemas['Suggestion']
export type Suggestions = Schemas['Suggestions']

/** The document leaves payloads open; these are the ones the pages can draw. */
export interface MessagePayload {
  buttons?: Button[]
  product?: { id: string; name: string; price: string; image?: string | null; url?: string | null }
  order?: { id: string; order_no_masked: string; state: string; items: { name: string; quantity?: number }[] }
  pictures?: { upload_id: string; url: string }[]
}
export interface Button {
  option: string
  title: string
}
export type Message = Omit<Schemas['MessageOut'], 'payload' | 'meta'> & {
  payload?: MessagePayload | null
  meta?: Schemas['MessageMeta']
}
export interface Messages {
  messages: Message[]
  state: ConversationState
  answering?: Answering
}
export type ShopFront = Schemas['ShopCard']
export type ChatSession = Omit<Schemas['SessionOut'], 'shop'> & { shop: ShopFront }
