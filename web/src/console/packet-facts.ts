/** One line of the packet as it is shown. */
export interface Fact {
  key: string
  value: string
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** A value of the packet as text; '' if there is nothing to show. `momentText` words ISO times. */
export function valueText(value: unknown, momentText: (moment: string) => string): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'boolean') return value ? '✓' : '✗'
  if (typeof value === 'string') return MOMENT.test(value) ? momentText(value) : value
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) {
    return value
      .map((one) => valueText(one, momentText))
      .filter(Boolean)
      .join('；')
  }
  return objectText(value as Record<string, unknown>, momentText)
}

/** A measure reads `165 cm`; any other object reads as its values. */
function objectText(value: Record<string, unknown>, momentText: (moment: string) => string): string {
  return Object.values(value)
    .map((one) => valueText(one, momentText))
    .filter(Boolean)
    .join(' ')
}

/** The lines of one part of the packet, without what is empty. */
export function factsOf(
  part: Record<string, unknown> | null | undefined,
  momentText: (moment: string) => string,
): Fact[] {
  return Object.entries(part ?? {})
    .map(([key, value]) => ({ key, value: valueText(value, momentText) }))
    .filter(({ value }) => value !== '')
}
