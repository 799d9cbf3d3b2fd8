import type { ArtistSearch, SearchState } from '@/api/artistTypes'

/** What a search does, one after the other. */
export const stages = [
  'resolving',
  'finding_accounts',
  'scanning',
  'searching',
  'verifying',
] as const satisfies SearchState[]
export type Stage = (typeof stages)[number]

export type StageState = 'done' | 'now' | 'later'

/** How far each stage is. A picture that was sent has no page to be read. */
export function stagesOf({ state, url }: ArtistSearch): { stage: Stage; state: StageState }[] {
  const at = state === 'done' ? stages.length : stages.indexOf(state as Stage)
  return stages
    .map((stage, place): { stage: Stage; state: StageState } => ({
      stage,
      state: place < at ? 'done' : place === at ? 'now' : 'later',
    }))
    .filter(({ stage }) => url !== null || stage !== 'resolving')
}
