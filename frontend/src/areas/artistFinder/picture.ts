import type { ArtistSearch } from '@/api/artistTypes'
import type { SearchedPicture } from '@/api/imageSearchTypes'

/** The picture that is searched for, as far as it was fetched. */
export const pictureOf = ({ picture, artwork }: ArtistSearch) => ({
  image: picture?.image ?? artwork?.image ?? null,
  width: picture?.width ?? null,
  height: picture?.height ?? null,
})

/** The same as the comparison of image search takes it; nothing else is known of it here. */
export function searchedPicture(search: ArtistSearch): SearchedPicture {
  const { image, width, height } = pictureOf(search)
  return {
    sha256: null,
    width,
    height,
    simple: false,
    fingerprints: null,
    trimmed: null,
    thumbnail: image,
  }
}
