import type { Account } from '@/api/types'
import { stored } from '@/components/stored'

export type RecentLookup = Pick<Account, 'external_id' | 'display_name' | 'icon_url'>

const most = 8

const isRecent = (value: unknown): value is RecentLookup =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as RecentLookup).external_id === 'string' &&
  typeof (value as RecentLookup).display_name === 'string'

/** Whom this browser looked up, newest first. */
export const recentLookups = stored<RecentLookup[]>('fovea-recent', [], (value) =>
  Array.isArray(value) ? value.filter(isRecent).slice(0, most) : null,
)

export function forgetLookup(externalId: string): void {
  recentLookups.value = recentLookups.value.filter(({ external_id }) => external_id !== externalId)
}

export function rememberLookup({ external_id, display_name, icon_url }: RecentLookup): void {
  forgetLookup(external_id)
  recentLookups.value = [{ external_id, display_name, icon_url }, ...recentLookups.value].slice(
    0,
    most,
  )
}
