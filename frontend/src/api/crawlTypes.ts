import type { components } from './schema'

type Schemas = components['schemas']

/** What the part of the API about crawls answers. */

export type Crawl = Schemas['Crawl']
export type CrawlDuplicate = Schemas['CrawlDuplicate']
export type CrawlEngine = Schemas['CrawlEngine']
export type CrawlFailure = Schemas['CrawlFailure']
export type CrawlPicture = Schemas['CrawlImage']
export type CrawlPictures = Schemas['CrawlImages']
export type CrawlSearch = Schemas['CrawlSearch']
export type CrawlState = Crawl['state']
export type NewCrawl = Schemas['NewCrawl']
export type PictureClass = CrawlPicture['class']
/** What a person may say of a picture. */
export type Label = NonNullable<CrawlPicture['label']>
export type WholeCrawl = Schemas['WholeCrawl']
