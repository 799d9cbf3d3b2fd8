import type { components } from '../src/api/schema'
import { seeded } from './random'

type Schemas = components['schemas']
type Account = Schemas['Account']
type Post = Schemas['Post']

const firstNames =
  'Ada Björn Chidi Dana Elif Farid Greta Hanna Ines Jonas Kaya Lars Mina Noor Otis Priya Quentin Rosa Sora Tove Uma Viggo Wanda Xu Yara Zeno'.split(
    ' ',
  )
const lastNames =
  'Lindqvist Okafor Marsh Tanaka Ferreira Novak Haddad Weaver Castellanos-Montgomery Bell Ito Strand'.split(
    ' ',
  )
const titles = [
  'After the rain',
  'Untitled 14',
  'Harbour, early',
  'The long way home',
  'Quiet',
  'Sunday light on the stairs of the old post office',
  'Ferry',
  'IMG_2041',
  '',
  'Winter field #3',
  'Blue hour',
  'What the tide left',
  'Lamp',
  'North wall',
  'Dahlia',
  'Between trains',
]
const tags = [
  'landscape',
  'film',
  'night',
  'portra400',
  'street',
  'minimal',
  'macro',
  'long exposure',
  'black and white',
  'sea',
]
/** Photos whose number ends so were taken seconds apart, and look nearly the same. */
export const isSeries = (id: number) => id % 29 === 4

const shapes = [
  [1024, 683],
  [683, 1024],
  [1024, 768],
  [1024, 1024],
  [1024, 576],
  [819, 1024],
  [1024, 683],
  [1024, 437],
] as const

export function account(id: number): Account {
  const random = seeded(id + 1)
  const name = `${random.pick(firstNames)} ${random.pick(lastNames)}`
  const external = `${10000000 + id}@N0${id % 8}`
  return {
    id,
    source: 'flickr',
    external_id: external,
    username: name.toLowerCase().replace(/[^a-z]+/g, '.'),
    real_name: name,
    display_name: id % 9 === 0 ? name.toLowerCase().replace(/[^a-z]+/g, '_') : name,
    url: `https://www.flickr.com/people/${external}/`,
    icon_url: id % 7 === 3 ? null : `/mock/face/${id}`,
    state: 'active',
  }
}

/** People whose pages show one state each; the simulator's page of the mock lists them. */
export const special = {
  me: '10000001@N01',
  quietMe: '10000002@N02',
  quiet: '10000003@N03',
  slow: '10000004@N04',
  failed: '10000005@N05',
  deferred: '10000006@N06',
  broken: '10000007@N07',
  exhausted: '10000008@N00',
}

export const idOf = (externalId: string) => Number(externalId.split('@')[0]) - 10000000

export function post(id: number): Post {
  const random = seeded(id * 31 + 7)
  const [width, height] = random.pick(shapes)
  const external = String(50000000000 + id)
  const owner = account(20 + random.integer(0, 140))
  const size = (edge: number) => {
    const scale = edge / Math.max(width, height)
    const w = Math.round(width * scale)
    const h = Math.round(height * scale)
    return { url: `/mock/picture/${id}/${w}x${h}`, width: w, height: h }
  }
  const taken = new Date(Date.UTC(2019 + (id % 6), id % 12, 1 + (id % 27)))
  return {
    id,
    source: 'flickr',
    external_id: external,
    title: random.pick(titles),
    url: `https://www.flickr.com/photos/${owner.external_id}/${external}/`,
    owner,
    posted_at: new Date(taken.getTime() + 86400000 * 9).toISOString(),
    taken_at: id % 5 === 0 ? null : taken.toISOString(),
    tags: tags.filter(() => random.next() < 0.3),
    image: size(1024),
    sizes: [
      { url: `/mock/picture/${id}/75x75`, width: 75, height: 75 },
      size(240),
      size(500),
      size(1024),
      size(2048),
    ],
    favorited: false,
  }
}
