import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import type { DuplicateGroup } from '@/api/libraryTypes'
import { asProblem } from '@/api/problem'
import { dropCard } from '@/areas/library/cachedCards'
import { titleOfCard } from '@/areas/library/cardWords'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { bestOf, pairsOf } from './comparing'
import { merge, setDistinct, undoMerge } from './duplicates'

/**
 * What an editor decides about groups of duplicates. A decided group leaves the list at once, comes back
 * when that did not work, and when the decision is undone.
 */
export function useDecisions() {
  const client = useQueryClient()
  const decided = reactive(new Set<number>())
  const renew = () =>
    client.invalidateQueries({
      predicate: ({ queryKey: [area, what] }) => area === 'library' && what !== 'search',
    })

  async function attempt(groupId: number, act: () => Promise<void>) {
    if (decided.has(groupId)) return
    decided.add(groupId)
    try {
      await act()
    } catch (thrown) {
      decided.delete(groupId)
      tell(thrown)
    }
  }
  const tell = (thrown: unknown) =>
    showToast({
      tone: 'problem',
      text: t('duplicates.failed', { detail: asProblem(thrown).detail }),
    })
  async function back(groupId: number, words: string, act: () => Promise<unknown>) {
    try {
      await act()
      decided.delete(groupId)
      announce(words)
      await renew()
    } catch (thrown) {
      tell(thrown)
    }
  }

  const keep = (group: DuplicateGroup, keptId: number) =>
    attempt(group.id, async () => {
      const dropped = group.images.map(({ id }) => id).filter((id) => id !== keptId)
      const { merges } = await merge(keptId, dropped)
      dropped.forEach((id) => dropCard(client, id))
      const title = titleOfCard(group.images.find(({ id }) => id === keptId) ?? { title: '' })
      showToast({
        text: t('duplicates.done', { count: dropped.length, title }, dropped.length),
        action: {
          label: t('common.undo'),
          run: () =>
            void back(group.id, t('duplicates.undone'), async () => {
              // The last first, as they were made one upon the other.
              for (const { id } of [...merges].reverse()) await undoMerge(id)
            }),
        },
      })
      void client.invalidateQueries({ queryKey: ['library', 'merges'] })
    })

  const keepBest = (group: DuplicateGroup) => {
    const best = bestOf(group)
    if (best) void keep(group, best.id)
  }

  function part(group: DuplicateGroup, pairs: [number, number][]) {
    const set = (distinct: boolean) =>
      Promise.all(pairs.map(([one, other]) => setDistinct(one, other, distinct)))
    return attempt(group.id, async () => {
      await set(true)
      showToast({
        text: t('duplicates.distinct'),
        action: {
          label: t('common.undo'),
          run: () => void back(group.id, t('duplicates.distinctUndone'), () => set(false)),
        },
      })
      // What is left of the group may still be one.
      if (pairs.length < pairsOf(group.images.map(({ id }) => id)).length) {
        await client.invalidateQueries({ queryKey: ['library', 'duplicates'] })
        decided.delete(group.id)
      }
    })
  }
  const allDistinct = (group: DuplicateGroup) =>
    part(group, pairsOf(group.images.map(({ id }) => id)))
  const oneDistinct = (group: DuplicateGroup, id: number) =>
    part(
      group,
      group.images.filter((image) => image.id !== id).map((image) => [id, image.id]),
    )

  return { decided, keep, keepBest, allDistinct, oneDistinct }
}
export type Decisions = ReturnType<typeof useDecisions>
