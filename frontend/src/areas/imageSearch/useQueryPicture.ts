import { useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import type { ImageSearchResults } from '@/api/imageSearchTypes'
import { imageOptions } from '@/areas/libraryImage/imageOptions'
import { fileOf } from './files'
import type { Given } from './given'

/**
 * What there is to show of the picture that is looked for: the file itself, the image of the library, or the small
 * preview of the answer (of an address, which is not asked by this browser; of a file that browsers cannot show).
 */
export function useQueryPicture(given: Ref<Given | null>, results: Ref<ImageSearchResults | null>) {
  const own = ref<string | null>(null)
  function release() {
    if (own.value) URL.revokeObjectURL(own.value)
    own.value = null
  }
  watch(
    given,
    (now) => {
      release()
      const file = now?.kind === 'file' ? fileOf(now.key) : null
      if (file) own.value = URL.createObjectURL(file)
    },
    { immediate: true },
  )
  onScopeDispose(release)

  const imageId = computed(() => (given.value?.kind === 'image' ? given.value.id : null))
  const { data: image } = useQuery(
    computed(() => ({ ...imageOptions(imageId.value ?? 0), enabled: imageId.value !== null })),
  )
  const preview = computed(() => results.value?.query.thumbnail ?? null)
  const source = computed(() => {
    const stored = imageId.value === null ? null : image.value?.thumbnails.at(-1)?.url
    return own.value ?? stored ?? preview.value
  })
  /** Whether all that can be shown of it is the small preview. */
  const isSmall = computed(() => source.value !== null && source.value === preview.value)
  return { source, isSmall, broken: release }
}
