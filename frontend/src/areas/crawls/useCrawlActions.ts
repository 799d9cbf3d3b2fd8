import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { useRouter } from 'vue-router'
import type { Crawl } from '@/api/crawlTypes'
import { asProblem } from '@/api/problem'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { beginAgain, crawlOptions, remove, setState, type PicturesThen } from './crawls'
import { titleOf } from './words'

/**
 * What owners do with a crawl. Nothing counts as done before the server says so; what fails is told in a notice,
 * and thrown on to dialogs, which stay open and tell it themselves (`stop`, `remove`).
 */
export function useCrawlActions() {
  const client = useQueryClient()
  const router = useRouter()
  const busy = reactive(new Set<number>())
  const renew = () =>
    client.invalidateQueries({
      predicate: ({ queryKey: [area, what] }) =>
        area === 'crawls' && (what === 'one' || what === 'list'),
    })

  async function act(id: number, work: () => Promise<unknown>) {
    if (busy.has(id)) return
    busy.add(id)
    try {
      await work()
    } catch (thrown) {
      const { detail } = asProblem(thrown)
      showToast({ tone: 'problem', text: t('crawls.act.failed', { detail }) })
    } finally {
      busy.delete(id)
    }
  }

  const turn = (crawl: Crawl) =>
    act(crawl.id, async () => {
      const next = crawl.state === 'paused' ? 'active' : 'paused'
      await setState(crawl.id, next)
      const words = next === 'paused' ? 'crawls.act.paused' : 'crawls.act.resumed'
      announce(t(words, { title: titleOf(crawl) }))
      await renew()
    })

  const again = (crawl: Crawl) =>
    act(crawl.id, async () => {
      const begun = await beginAgain(crawl.id)
      client.setQueryData(crawlOptions(begun.id).queryKey, begun)
      void client.invalidateQueries({ queryKey: ['crawls', 'list'] })
      await router.push({ name: 'crawl', params: { id: begun.id } })
    })

  async function stop(crawl: Crawl) {
    await setState(crawl.id, 'cancelled')
    announce(t('crawls.act.stopped', { title: titleOf(crawl) }))
    await renew()
  }
  async function removeIt(crawl: Crawl, pictures: PicturesThen) {
    await remove(crawl.id, pictures)
    const words = pictures === 'remove' ? 'crawls.removing.removing' : 'crawls.removing.done'
    showToast({ text: t(words, { title: titleOf(crawl) }) })
    for (const what of ['one', 'pictures', 'duplicates'])
      client.removeQueries({ queryKey: ['crawls', what, crawl.id] })
    await client.invalidateQueries({ queryKey: ['crawls', 'list'] })
  }
  return { busy, turn, again, stop, remove: removeIt }
}
export type CrawlActions = ReturnType<typeof useCrawlActions>
