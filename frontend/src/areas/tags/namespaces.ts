import type { Namespace } from '@/api/library'

export const namespaces: readonly Namespace[] = [
  'artist',
  'character',
  'copyright',
  'general',
  'meta',
]
