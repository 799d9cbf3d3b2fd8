import type { Crawl, CrawlEngine, CrawlPicture, CrawlSearch, WholeCrawl } from '@/api/crawlTypes'
import { cardSample } from './librarySamples'
import { accountSample } from './samples'

/** Good answers about crawls, for tests that care about one part of them. */

export const engineSample = (fields: Partial<CrawlEngine> = {}): CrawlEngine => ({
  name: 'commons',
  title: 'Wikimedia Commons',
  takes: 'words',
  page_size: 50,
  most: null,
  licences: true,
  keyed: false,
  auth: 'none',
  key: 'not_needed',
  key_names: [],
  usable: true,
  documentation: 'https://www.mediawiki.org/wiki/API',
  paused_until: null,
  reason: null,
  simulated: false,
  ...fields,
})

export const enginesSample = (): CrawlEngine[] => [
  engineSample(),
  engineSample({ name: 'baidu', title: 'Baidu', licences: false, most: 60 }),
  engineSample({
    name: 'google',
    title: 'Google',
    licences: false,
    most: 100,
    keyed: true,
    auth: 'required',
    key: 'missing',
    key_names: ['GOOGLE_SEARCH_KEY', 'GOOGLE_SEARCH_ENGINE'],
    usable: false,
  }),
  engineSample({ name: 'danbooru', title: 'Danbooru', takes: 'tags', licences: false }),
]

const nothing: Crawl['progress'] = {
  listed: 0,
  pending: 0,
  pictures: 0,
  different: 0,
  duplicates_bytes: 0,
  duplicates_looks: 0,
  dead: 0,
  not_pictures: 0,
  filtered: 0,
  removed: 0,
  cancelled: 0,
}

export const progressSample = (fields: Partial<Crawl['progress']> = {}): Crawl['progress'] => ({
  ...nothing,
  ...fields,
})

export const crawlSearchSample = (fields: Partial<CrawlSearch> = {}): CrawlSearch => ({
  engine: 'commons',
  keyword: 'cat',
  url: 'https://commons.wikimedia.org/w/index.php?search=cat',
  state: 'done',
  code: null,
  reason: null,
  deferred_until: null,
  progress: progressSample({ listed: 10, pictures: 8, different: 6, duplicates_bytes: 2, dead: 2 }),
  ...fields,
})

export const crawlSample = (fields: Partial<WholeCrawl> = {}): WholeCrawl => ({
  id: 7,
  run_id: 70,
  owner: accountSample(),
  state: 'done',
  keywords: ['cat'],
  engines: ['commons'],
  limit: 100,
  limit_in_all: null,
  filters: { least_width: 0, least_height: 0, licensed: false },
  again_of: null,
  created_at: '2026-11-21T09:00:00Z',
  finished_at: '2026-11-21T09:00:30Z',
  progress: progressSample({ listed: 10, pictures: 8, different: 6, duplicates_bytes: 2, dead: 2 }),
  classes: { text: 2, nontext: 4, unsure: 1, pending: 0 },
  searches: [crawlSearchSample()],
  failures: [
    { state: 'dead', code: 'http_404', reason: 'The site says that it is not there.', count: 2 },
  ],
  ...fields,
})

export const crawlPictureSample = (
  id: number,
  fields: Partial<CrawlPicture> = {},
): CrawlPicture => ({
  image: cardSample(id),
  class: 'nontext',
  sure: true,
  label: null,
  score: 0.1,
  engine: 'commons',
  keyword: 'cat',
  title: `Cat ${id}`,
  page_url: `https://commons.wikimedia.org/wiki/File:${id}.jpg`,
  original_url: `https://upload.wikimedia.org/${id}.jpg`,
  file_url: `/api/library/images/${id}/file`,
  licence: 'CC BY-SA 4.0',
  licence_url: 'https://creativecommons.org/licenses/by-sa/4.0/',
  creator: 'Rin',
  duplicates: 0,
  ...fields,
})
