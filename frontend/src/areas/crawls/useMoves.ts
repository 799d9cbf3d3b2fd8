import { useQueryClient, type InfiniteData } from '@tanstack/vue-query'
import { reactive } from 'vue'
import type { CrawlPicture, CrawlPictures, Label } from '@/api/crawlTypes'
import { asProblem } from '@/api/problem'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { labels, say } from './crawls'
import { counted, titleOfPicture } from './words'

type Said = Pick<CrawlPicture, 'class' | 'label' | 'sure'>

/**
 * Moving pictures between classes by hand. They move once the server has said so, all of them or none; a notice
 * offers to move them back to where each was.
 */
export function useMoves(crawlId: () => number) {
  const client = useQueryClient()
  const moving = reactive(new Set<number>())

  /** Changes what the pages that were read say of pictures; all else about them stays. */
  async function put(changes: ReadonlyMap<number, Said>) {
    const queryKey = ['crawls', 'pictures', crawlId()]
    await client.cancelQueries({ queryKey })
    client.setQueriesData<InfiniteData<CrawlPictures>>({ queryKey }, (data) =>
      data
        ? {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              images: page.images.map((one) => ({ ...one, ...changes.get(one.image.id) })),
            })),
          }
        : data,
    )
    void client.invalidateQueries({ queryKey: ['crawls', 'one', crawlId()] })
  }
  async function attempt(pictures: readonly CrawlPicture[], work: () => Promise<void>) {
    const numbers = pictures.map(({ image }) => image.id).filter((number) => !moving.has(number))
    if (numbers.length < pictures.length) return false
    numbers.forEach((number) => moving.add(number))
    try {
      await work()
      return true
    } catch (thrown) {
      const { detail } = asProblem(thrown)
      showToast({ tone: 'problem', text: t('crawls.moved.failed', { detail }) })
      return false
    } finally {
      numbers.forEach((number) => moving.delete(number))
    }
  }

  /** Says of all of them that they show writing, or none; those of which that was said already stay as they are. */
  function move(pictures: readonly CrawlPicture[], label: Label): Promise<boolean> {
    const wanted = pictures.filter((one) => one.label !== label)
    if (wanted.length === 0) return Promise.resolve(false)
    return attempt(wanted, async () => {
      const numbers = wanted.map(({ image }) => image.id)
      await say(crawlId(), numbers, label)
      await put(new Map(numbers.map((number) => [number, { class: label, label, sure: true }])))
      showToast({
        text: counted(`crawls.moved.${label}`, wanted.length),
        action: { label: t('common.undo'), run: () => void moveBack(wanted) },
      })
    })
  }
  const moveBack = (before: readonly CrawlPicture[]) =>
    attempt(before, async () => {
      for (const label of [...labels, null]) {
        const numbers = before.filter((one) => one.label === label).map(({ image }) => image.id)
        if (numbers.length) await say(crawlId(), numbers, label)
      }
      await put(new Map(before.map(({ image, ...one }) => [image.id, saidOf(one)])))
      announce(counted('crawls.moved.undone', before.length))
    })

  /** Takes back what was said of one; what it is then, only the server knows. */
  const takeBack = (picture: CrawlPicture) =>
    attempt([picture], async () => {
      await say(crawlId(), [picture.image.id], null)
      await Promise.all(
        ['pictures', 'one'].map((what) =>
          client.invalidateQueries({ queryKey: ['crawls', what, crawlId()] }),
        ),
      )
      announce(t('crawls.moved.takenBack', { title: titleOfPicture(picture) }))
    })
  return { moving, move, takeBack }
}

const saidOf = ({ class: is, label, sure }: Said): Said => ({ class: is, label, sure })
export type Moves = ReturnType<typeof useMoves>
