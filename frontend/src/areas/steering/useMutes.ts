import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { asProblem } from '@/api/problem'
import type { Post } from '@/api/types'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { mute, steeringOptions, unmute, type MuteKind } from './steering'

const normal = (tag: string) => tag.trim().toLowerCase()

/**
 * Muting from a photo. What is muted goes from the page at once, offers to undo, and comes back with the reason where
 * the server refused it. `onChange` is called when the list may be another one now.
 */
export function useMutes(onChange: () => void) {
  const client = useQueryClient()
  const accounts = reactive(new Set<number>())
  const tags = reactive(new Set<string>())
  /** Which other photos a group holds only the server knows; the one it was muted from goes at once. */
  const ofGroups = reactive(new Map<string, number>())

  function mark(kind: MuteKind, value: string, post: Post | null) {
    if (kind === 'account') accounts.add(Number(value))
    else if (kind === 'tag') tags.add(normal(value))
    else if (post) ofGroups.set(value, post.id)
  }
  function unmark(kind: MuteKind, value: string) {
    if (kind === 'account') accounts.delete(Number(value))
    else if (kind === 'tag') tags.delete(normal(value))
    else ofGroups.delete(value)
  }
  const hides = (post: Post) =>
    accounts.has(post.owner.id) ||
    (tags.size > 0 && post.tags.some((tag) => tags.has(normal(tag)))) ||
    [...ofGroups.values()].includes(post.id)

  function tell() {
    void client.invalidateQueries({ queryKey: steeringOptions.queryKey })
    onChange()
  }
  async function undo(kind: MuteKind, value: string, name: string, post: Post | null) {
    unmark(kind, value)
    try {
      await unmute(kind, value)
      tell()
      announce(t('steering.muted.restored', { name }))
    } catch (thrown) {
      mark(kind, value, post)
      const { detail } = asProblem(thrown)
      showToast({ tone: 'problem', text: t('steering.muted.restoreFailed', { name, detail }) })
    }
  }
  async function muteFrom(post: Post, kind: MuteKind, value: string, name: string) {
    mark(kind, value, post)
    try {
      await mute(kind, value)
      showToast({
        text: t(`steering.muted.${kind}`, { name }),
        action: { label: t('common.undo'), run: () => void undo(kind, value, name, post) },
      })
      tell()
    } catch (thrown) {
      unmark(kind, value)
      const { detail } = asProblem(thrown)
      showToast({ tone: 'problem', text: t('steering.muted.failed', { name, detail }) })
    }
  }
  return { hides, muteFrom }
}
