export interface ProductFact {
  label: string
  text: string
}

/** The shop's facts about a product, whether they come as a list of sentences, a list of pairs or an object. */
export function productFacts(facts: unknown): ProductFact[] {
  if (typeof facts === 'string') return [{ label: '', text: facts }]
  if (Array.isArray(facts)) return facts.flatMap(oneFact)
  if (facts !== null && typeof facts === 'object') {
    return Object.entries(facts).map(([label, text]) => ({ label, text: String(text) }))
  }
  return []
}

function oneFact(fact: unknown): ProductFact[] {
  if (typeof fact === 'string') return [{ label: '', text: fact }]
  if (fact === null || typeof fact !== 'object') return []
  const { label, name, key, text, value } = fact as Record<string, unknown>
  const title = label ?? name ?? key
  const said = text ?? value
  return said === undefined ? productFacts(fact) : [{ label: String(title ?? ''), text: String(said) }]
}
