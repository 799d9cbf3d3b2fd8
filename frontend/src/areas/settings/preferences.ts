import { stored } from '@/components/stored'

export const photosRange = { least: 10, most: 500 }
export const peopleRange = { least: 0, most: 100 }

const within = (range: { least: number; most: number }) => (value: unknown) =>
  typeof value === 'number' &&
  Number.isInteger(value) &&
  value >= range.least &&
  value <= range.most
    ? value
    : null

/**
 * How many photos come at a time, and how many people are suggested. Kept in this browser. Flickr asks
 * for no more than 30 photos a page; whoever wants more at a time says so.
 */
export const preferredPhotos = stored('fovea-photos', 30, within(photosRange))
export const preferredPeople = stored('fovea-people', 8, within(peopleRange))

/** Single-key shortcuts can be switched off for those whose speech input or hands would set them off. */
export const shortcutsOn = stored('fovea-shortcuts', true, (value) =>
  typeof value === 'boolean' ? value : null,
)
