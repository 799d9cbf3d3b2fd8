import { ok, type Route } from './answers'
import { state } from './state'
import { post } from './world'

const names = [
  'Flickr Central',
  'Black and White',
  'Hardcore Street Photography',
  'Print Boldly',
  'Flickr’s 100 Best',
]
export const groupCount = names.length

export const group = (number: number) => ({
  external_id: `${300 + number}@N00`,
  name: names[number] ?? '',
  members: 41250 * (number + 1),
  photos: 902113,
  url: `https://www.flickr.com/groups/${300 + number}@N00/`,
  icon_url: null,
})

const brief = (number: number) => {
  const { external_id, name, url } = group(number)
  return { external_id, name, url }
}

/** Photos of the groups in turn, for those who have no list yet. */
export const mixedPhotos = () =>
  Array.from({ length: 30 }, (_, index) => ({
    post: post(4000 + (index % groupCount) * 500 + 100 + index),
    group: brief(index % groupCount),
  })).filter(({ post: { id } }) => !state.faved.has(id))

export const groupRoutes: Route[] = [
  [
    'GET',
    /^\/api\/groups$/,
    () => ok({ groups: Array.from({ length: groupCount }, (_, number) => group(number)) }),
  ],
  [
    'GET',
    /^\/api\/groups\/flickr\/([^/]+)\/photos$/,
    ({ parts, query }) => {
      const number = Number.parseInt(parts[1] ?? '300') - 300
      const page = Number(query.get('page') ?? 1)
      const limit = Number(query.get('limit') ?? 20)
      const first = 4000 + number * 500 + (page - 1) * limit
      return ok({
        group: group(number),
        photos: Array.from({ length: limit }, (_, index) => post(first + index)).filter(
          ({ id }) => !state.faved.has(id),
        ),
        next_page: page < 3 ? page + 1 : null,
      })
    },
  ],
  [
    'GET',
    /^\/api\/posts\/(\d+)\/groups$/,
    ({ parts }) => ok({ groups: Number(parts[1]) % 4 === 0 ? [] : [0, 2, 3].map(brief) }),
  ],
]
