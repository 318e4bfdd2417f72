/**
 * What the pages use of the API. Written by hand from the contract until `npm run types` can read the server's
 * OpenAPI document; same shape as openapi-typescript writes.
 */
export interface components {
  schemas: {
    Account: { name: string; display_name: string; role: 'agent' | 'trainer' | 'owner' }
    SignedIn: { account: components['schemas']['Account']; csrf: string }
    Answering: { kind: 'bot' | 'waiting' | 'agent' | 'away'; name?: string | null }
    ConversationState: 'bot' | 'waiting' | 'agent' | 'closed'
    ShopFront: { name: string; greeting?: string | null; answering: components['schemas']['Answering'] }
    ChatSession: { conversation_id: string; token: string; shop: components['schemas']['ShopFront'] }
    Button: { option: string; title: string }
    ProductCard: { id: string; name: string; price: string; image?: string | null; url?: string | null }
    OrderItem: { name: string; quantity?: number; colour?: string | null; size?: string | null }
    OrderCard: { id: string; order_no_masked: string; state: string; items: components['schemas']['OrderItem'][] }
    Picture: { upload_id: string; url: string }
    MessagePayload: {
      buttons?: components['schemas']['Button'][]
      product?: components['schemas']['ProductCard']
      order?: components['schemas']['OrderCard']
      pictures?: components['schemas']['Picture'][]
    }
    Message: {
      id: number
      role: 'buyer' | 'bot' | 'agent' | 'system'
      text: string
      payload?: components['schemas']['MessagePayload'] | null
      created_at: string
      meta?: { intent?: string | null; confidence?: number | null; route?: string | null }
    }
    Messages: {
      messages: components['schemas']['Message'][]
      state: components['schemas']['ConversationState']
      answering?: components['schemas']['Answering']
    }
    Understood: { text: string; intent: string; intent_zh: string; confidence?: number | null }
    Entity: { kind: string; value: unknown; text: string; reason?: string | null }
    FirstReply: { text: string; phrase_id?: string | null }
    TranscriptLine: { role: 'buyer' | 'bot' | 'agent' | 'system'; text: string; created_at: string }
    Packet: {
      reason: string
      reason_zh?: string | null
      priority: number
      summary: string
      transcript: components['schemas']['TranscriptLine'][]
      understood: components['schemas']['Understood'][]
      entities: components['schemas']['Entity'][]
      slots: Record<string, unknown>
      order: Record<string, unknown> | null
      parcel: Record<string, unknown> | null
      product?: Record<string, unknown> | null
      buyer: Record<string, unknown> | null
      offered: unknown[]
      haggling: Record<string, unknown> | null
      first_replies: components['schemas']['FirstReply'][]
    }
    Handoff: {
      id: string
      conversation_id: string
      state: 'waiting' | 'agent' | 'closed' | 'returned' | 'withdrawn'
      version: number
      reason: string
      priority: number
      waiting_since: string
      agent: string | null
      buyer: { name: string }
      last_message: components['schemas']['TranscriptLine'] | null
      unanswered_since: string | null
      packet: components['schemas']['Packet']
    }
    HandoffList: { items: components['schemas']['Handoff'][]; next: string | null }
    Suggestion: {
      item_id: string
      kind: 'phrase' | 'answer'
      source: string
      phrase_id?: string | null
      text: string
      template?: string | null
      title: string
      score: number
      reasons: unknown[]
    }
    Suggestions: { id: string; threshold: number; suggestions: components['schemas']['Suggestion'][] }
    Phrase: { id: string; title: string; text: string; shortcode?: string | null; group?: string | null }
    PhraseList: { items: components['schemas']['Phrase'][]; next: string | null }
    DemoProduct: {
      id: string
      name: string
      price: string
      colours: string[]
      sizes: string[]
      facts: unknown
    }
    DemoShop: { name: string; products: components['schemas']['DemoProduct'][] }
  }
}
