import type { Namespace } from '@/api/libraryTypes'

export const namespaces: readonly Namespace[] = [
  'artist',
  'character',
  'copyright',
  'general',
  'meta',
]
