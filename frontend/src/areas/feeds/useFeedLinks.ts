import { useQuery } from '@tanstack/vue-query'
import { onScopeDispose, watch, type Ref } from 'vue'
import type { Feed } from '@/api/types'
import { translate as t } from '@/i18n'
import { feedOptions } from './feeds'

const linksOf = (feed: Feed) =>
  [
    { type: 'application/rss+xml', href: feed.rss_url },
    { type: 'application/feed+json', href: feed.json_url },
  ].map((fields) =>
    Object.assign(document.createElement('link'), {
      rel: 'alternate',
      title: t('feeds.linkTitle'),
      ...fields,
    }),
  )

/** Tells the browser and its extensions where the feed is, on its owner's page only: the address is a secret. */
export function useFeedLinks(mine: Ref<boolean>): void {
  const { data: feed } = useQuery({ ...feedOptions, enabled: mine, retry: false })
  let links: HTMLLinkElement[] = []
  const clear = () => {
    links.forEach((link) => link.remove())
    links = []
  }
  watch(
    [feed, mine],
    () => {
      clear()
      if (!feed.value || !mine.value) return
      links = linksOf(feed.value)
      document.head.append(...links)
    },
    { immediate: true },
  )
  onScopeDispose(clear)
}
