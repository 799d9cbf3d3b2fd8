import type { components } from '../src/api/schema'
import { seeded } from './random'
import { account, post } from './world'

type Schemas = components['schemas']
type Part = Schemas['Part']
type Photo = Schemas['PhotoRecommendation']
type Person = Schemas['PersonRecommendation']

const sum = (parts: { amount: number }[]) => parts.reduce((total, { amount }) => total + amount, 0)
export const plain = (
  kind: Part['kind'],
  amount: number,
  text: string,
  count: number | null = null,
) => ({
  kind,
  amount,
  text,
  account: null,
  shared_favorites: null,
  shared: [],
  count,
})

function partsOf(id: number, rank: number): Part[] {
  const random = seeded(id * 17)
  const count = random.integer(1, 9)
  const named = Array.from({ length: Math.min(3, count) }, (_, index): Part => {
    const shared = random.integer(2, 40)
    const supporter = account(20 + ((id * 13 + index * 37) % 140))
    return {
      kind: 'photographer',
      amount: 0.3 / (index + 1.4) / (1 + rank / 40),
      text: `${supporter.display_name} faved it; you share ${shared} favourites`,
      account: supporter,
      shared_favorites: shared,
      shared: Array.from({ length: Math.min(3, shared) }, (_, which) =>
        post(7000 + id + index * 5 + which),
      ),
      count: null,
    }
  })
  const others =
    count > 3
      ? [
          plain(
            'others',
            0.03 * (count - 3),
            `${count - 3} more ${count === 4 ? 'photographer' : 'photographers'} faved it`,
            count - 3,
          ),
        ]
      : []
  const base = sum([...named, ...others])
  return [
    ...named,
    ...others,
    ...(id % 3 === 0
      ? [plain('owner', base * 0.33, 'you faved 4 photos by the same photographer')]
      : []),
    ...(id % 5 === 0
      ? [plain('newness', base * 0.12, 'it was posted lately, and you want more that is new')]
      : []),
    ...(id % 7 === 0
      ? [plain('likeness', base * -0.1, 'you dismissed 1 photo by the same photographer')]
      : []),
  ]
}

/** A photo of the list with its reasons; `explained` with all parts of its score. */
export function recommendation(id: number, rank: number, explained = false): Photo {
  const parts = partsOf(id, rank)
  const named = parts.filter(({ kind }) => kind === 'photographer')
  const count = named.length + (parts.find(({ kind }) => kind === 'others')?.count ?? 0)
  return {
    post: post(id),
    score: sum(parts),
    reasons: {
      count,
      accounts: named.flatMap(({ account: supporter, amount, shared_favorites }) =>
        supporter
          ? [{ account: supporter, weight: amount, shared_favorites: shared_favorites ?? 0 }]
          : [],
      ),
    },
    new: false,
    stronger: false,
    folded: [],
    why: explained
      ? {
          summary: `Faved by ${named.map(({ account: who }) => who?.display_name).join(', ')}${count > 3 ? ` and ${count - 3} ${count === 4 ? 'other' : 'others'}` : ''}, whose work you fave or follow.`,
          parts,
        }
      : null,
  }
}

/** Somebody to follow, with samples of their work. */
export function person(id: number, explained = false): Person {
  const random = seeded(id * 11)
  const shared = random.integer(2, 60)
  const owned = id % 4
  const parts = [
    plain(
      'shared',
      shared / 40,
      `${shared} favourites that you share, the rare ones counting most`,
    ),
    ...(owned
      ? [plain('owned', 0.3 * Math.sqrt(owned), `${owned} photos of theirs that you faved`)]
      : []),
    ...(id % 5 === 0 ? [plain('dismissed', -0.12, 'they faved what you dismissed')] : []),
  ]
  return {
    account: account(id),
    score: sum(parts),
    shared_favorites: shared,
    favorites: random.integer(100, 4000),
    owned,
    followed: false,
    shared: Array.from({ length: 4 }, (_, index) => post(7100 + id + index)),
    samples: Array.from({ length: id % 6 === 1 ? 2 : 4 }, (_, index) => post(id * 50 + index)),
    why: explained
      ? {
          summary: `${account(id).display_name} faved ${shared} photos that you faved too, and you faved ${owned} photos of theirs.`,
          parts,
        }
      : null,
  }
}
