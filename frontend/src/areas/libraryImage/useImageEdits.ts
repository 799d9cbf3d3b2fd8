import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { ask, type LibraryImage, type Rating } from '@/api/library'
import { asProblem } from '@/api/problem'
import { changeCard, dropCard } from '@/areas/library/cachedCards'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { imageOptions } from './imageOptions'

export interface ImageChange {
  add_tags?: string[]
  remove_tags?: string[]
  rating?: Rating
  text?: boolean | null
}

/** What an administrator does to a picture; searches that show it are told. */
export function useImageEdits(id: number) {
  const client = useQueryClient()
  const path = `/api/library/images/${id}`
  const renew = () => client.invalidateQueries({ queryKey: imageOptions(id).queryKey })

  const save = useMutation({
    mutationFn: (body: ImageChange) => ask<LibraryImage>('PATCH', path, { body }),
    onSuccess: async (image, { rating, text }) => {
      if (image?.id === id) client.setQueryData(imageOptions(id).queryKey, image)
      await renew()
      changeCard(client, id, {
        ...(rating === undefined ? {} : { rating }),
        ...(text === undefined ? {} : { text }),
      })
      showToast({ text: t('libraryImage.edit.saved') })
    },
  })
  const restore = useMutation({
    mutationFn: () => ask<unknown>('POST', `${path}/restore`),
    onSuccess: async () => {
      showToast({ text: t('libraryImage.remove.restored') })
      await renew()
    },
    onError: (thrown) => showToast({ tone: 'problem', text: asProblem(thrown).detail }),
  })
  const remove = useMutation({
    mutationFn: (reason: string) =>
      ask<unknown>('DELETE', path, reason ? { body: { reason } } : {}),
    onSuccess: async () => {
      dropCard(client, id)
      showToast({
        text: t('libraryImage.remove.done'),
        action: { label: t('common.undo'), run: () => restore.mutate() },
      })
      await renew()
    },
  })
  return { save, remove, restore }
}
