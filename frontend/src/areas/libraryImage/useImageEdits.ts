import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { components } from '@/api/schema'
import { asProblem } from '@/api/problem'
import { changeCard, dropCard } from '@/areas/library/cachedCards'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { imageOptions, imagePath } from './imageOptions'

export type ImageChange = components['schemas']['Edit']

/** What an editor does to a picture; searches that show it are told. */
export function useImageEdits(id: number) {
  const client = useQueryClient()
  const renew = () => client.invalidateQueries({ queryKey: imageOptions(id).queryKey })

  const save = useMutation({
    mutationFn: (body: ImageChange) =>
      answerOf(api.PATCH('/api/library/images/{image_id}', { ...imagePath(id), body })),
    onSuccess: async (image, { rating, text }) => {
      client.setQueryData(imageOptions(id).queryKey, image)
      await renew()
      changeCard(client, id, {
        ...(rating ? { rating } : {}),
        ...(text === undefined ? {} : { text: image.text }),
      })
      showToast({ text: t('libraryImage.edit.saved') })
    },
  })
  const restore = useMutation({
    mutationFn: () => answerOf(api.POST('/api/library/images/{image_id}/restore', imagePath(id))),
    onSuccess: async () => {
      showToast({ text: t('libraryImage.remove.restored') })
      await renew()
    },
    onError: (thrown) => showToast({ tone: 'problem', text: asProblem(thrown).detail }),
  })
  const remove = useMutation({
    mutationFn: (reason: string) =>
      answerOf(
        api.DELETE('/api/library/images/{image_id}', {
          params: { path: { image_id: id }, query: reason ? { reason } : {} },
        }),
      ),
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
