import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { asProblem } from '@/api/problem'
import type { Mute } from '@/api/types'
import { mute, steeringOptions, unmute } from '@/areas/steering/steering'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'

/** Takes mutes back, and that back as well: one may have hit the wrong line. */
export function useMuted() {
  const client = useQueryClient()
  const busy = reactive(new Set<string>())

  const keep = (change: (mutes: Mute[]) => Mute[]) =>
    client.setQueryData(steeringOptions.queryKey, (now) =>
      now === undefined ? now : { ...now, mutes: change(now.mutes) },
    )
  const isSame = (one: Mute, other: Mute) => one.kind === other.kind && one.value === other.value

  async function again(muted: Mute) {
    try {
      const back = await mute(muted.kind, muted.value)
      keep((mutes) => [...mutes.filter((one) => !isSame(one, back)), back])
      announce(t(`steering.muted.${muted.kind}`, { name: muted.label }))
    } catch (thrown) {
      const { detail } = asProblem(thrown)
      showToast({
        tone: 'problem',
        text: t('steering.muted.failed', { name: muted.label, detail }),
      })
    }
  }
  async function takeBack(muted: Mute) {
    const key = `${muted.kind}:${muted.value}`
    const name = muted.label
    if (busy.has(key)) return
    busy.add(key)
    try {
      await unmute(muted.kind, muted.value)
      keep((mutes) => mutes.filter((one) => !isSame(one, muted)))
      showToast({
        text: t('steering.muted.restored', { name }),
        action: { label: t('common.undo'), run: () => void again(muted) },
      })
    } catch (thrown) {
      const { detail } = asProblem(thrown)
      showToast({ tone: 'problem', text: t('steering.muted.restoreFailed', { name, detail }) })
    } finally {
      busy.delete(key)
    }
  }
  return { busy, takeBack }
}
