import type { InfiniteData, QueryClient } from '@tanstack/vue-query'
import type { ImageCard, SearchPage } from '@/api/libraryTypes'

/** Searches are kept as they were read, so that nothing moves; what changed is put into them. */
function changePages(client: QueryClient, change: (images: ImageCard[]) => ImageCard[]): void {
  client.setQueriesData<InfiniteData<SearchPage, string>>(
    { queryKey: ['library', 'search'] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, images: change(page.images) })),
      },
  )
}

export const changeCard = (client: QueryClient, id: number, fields: Partial<ImageCard>): void =>
  changePages(client, (images) =>
    images.map((card) => (card.id === id ? { ...card, ...fields } : card)),
  )

export const dropCard = (client: QueryClient, id: number): void =>
  changePages(client, (images) => images.filter((card) => card.id !== id))
