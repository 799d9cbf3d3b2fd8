import type { DuplicateGroup, DuplicateImage, ImageTag } from '@/api/libraryTypes'

/** The copy that the library takes for the best; the first where none is marked. */
export const bestOf = ({ images }: Pick<DuplicateGroup, 'images'>): DuplicateImage | undefined =>
  images.find(({ best }) => best) ?? images[0]

/** How many bits lie between an image of a group and another. */
export function distanceOf(group: DuplicateGroup, one: number, other: number): number {
  const place = (id: number) => group.images.findIndex((image) => image.id === id)
  return group.distances[place(one)]?.[place(other)] ?? 0
}

/** All pairs of pictures, each once. */
export function pairsOf(ids: number[]): [number, number][] {
  return ids.flatMap((one, index) =>
    ids.slice(index + 1).map((other): [number, number] => [one, other]),
  )
}

/** The tags that a kept picture has after merging, and which of them it did not have. */
export function mergedTags(group: Pick<DuplicateGroup, 'images'>, keptId: number) {
  const kept = group.images.find(({ id }) => id === keptId)
  const own = new Set(kept?.tags.map(({ name }) => name))
  const all = new Map<string, ImageTag & { gained: boolean }>()
  for (const image of [...(kept ? [kept] : []), ...group.images])
    for (const tag of image.tags)
      if (!all.has(tag.name)) all.set(tag.name, { ...tag, gained: !own.has(tag.name) })
  return [...all.values()]
}

/** One line of the comparison: what each picture has, and whether they differ. */
export interface Comparison {
  name: string
  values: string[]
  differs: boolean
}

export const comparison = (name: string, values: string[]): Comparison => ({
  name,
  values,
  differs: new Set(values).size > 1,
})
