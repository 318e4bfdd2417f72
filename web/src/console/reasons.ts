import { useI18n } from 'vue-i18n'
import type { Handoff } from '@/api/types'

/** The reason of a hand-off in the agent's language; one this page does not know is shown as the server calls it. */
export function useReasonText() {
  const { t, te } = useI18n()
  return ({ reason, packet }: Pick<Handoff, 'reason' | 'packet'>): string => {
    const key = `reasons.${reason}`
    return te(key) ? t(key) : packet.reason_zh || reason
  }
}
