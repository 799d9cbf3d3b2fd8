import { ok, type Route } from './answers'
import { seeded } from './random'
import { fewFavorites, state } from './state'
import { plain, recommendation } from './why'
import { account, idOf } from './world'

const parameters = () => [
  {
    name: 'alpha',
    meaning: 'How much more a rare shared favourite counts than one that everybody has.',
    value: 0.75 + Math.max(0, state.adventure) * 0.25,
    default: 0.75,
    lowest: 0,
    highest: 1.5,
  },
  {
    name: 'gamma',
    meaning: 'How much less a photographer counts who faves nearly everything.',
    value: 0.5,
    default: 0.5,
    lowest: 0,
    highest: 1,
  },
  {
    name: 'kappa',
    meaning: 'How much it counts that you fave a photographer’s own photos.',
    value: 0.3 - state.adventure * 0.15,
    default: 0.3,
    lowest: 0,
    highest: 1,
  },
  {
    name: 'eta',
    meaning: 'How much more a photo counts when you already fave its photographer.',
    value: 0.3 - state.adventure * 0.2,
    default: 0.3,
    lowest: 0,
    highest: 1,
  },
  {
    name: 'newness',
    meaning: 'How much more a new photo counts than an old one.',
    value: Math.max(0, state.freshness) * 1.5,
    default: 0,
    lowest: 0,
    highest: 2,
  },
  {
    name: 'beta',
    meaning: 'How much less a photo counts that many people have faved already; below 0, more.',
    value: Math.min(0, state.freshness) * 0.3,
    default: 0,
    lowest: -0.5,
    highest: 0.5,
  },
  {
    name: 'penalty',
    meaning: 'How much a photo you want less of takes from the photographers who faved it.',
    value: 0.5,
    default: 0.5,
    lowest: 0,
    highest: 1,
  },
]

const neighbour = (index: number) => {
  const random = seeded(index * 71 + 5)
  const shared = random.integer(4, 40)
  const owned = random.integer(0, 7)
  const parts = [
    plain('shared', (shared / 30) * (1 - index * 0.05), `${shared} favourites that you share`),
    ...(owned
      ? [plain('owned', 0.11 * Math.sqrt(owned), `${owned} photos of theirs that you faved`)]
      : []),
    ...(index % 3 === 1 ? [plain('followed', 0.15, 'you follow them')] : []),
    ...(index === 4 ? [plain('dismissed', -0.14, 'they faved what you dismissed')] : []),
  ]
  return {
    account: account(20 + index * 9),
    weight: parts.reduce((total, { amount }) => total + amount, 0),
    parts,
    shared_favorites: shared,
    owned,
    favorites: random.integer(200, 4000),
  }
}

export const methodRoutes: Route[] = [
  [
    'GET',
    /^\/api\/accounts\/flickr\/([^/]+)\/recommendations\/method$/,
    ({ parts, query }) => {
      const subject = decodeURIComponent(parts[1] ?? '')
      const few = fewFavorites(subject)
      const example = few ? null : recommendation(idOf(subject) * 1000 + 30, 0, true)
      return ok({
        account: account(idOf(subject)),
        method: query.get('method') ?? 'default',
        name: 'Photographers who love what you love',
        summary:
          'The photographers whose work you fave are asked what they love themselves. Whoever shares rare favourites with you has more say than somebody who faves nearly everything.',
        formula: [
          'Each photographer behind your favourites, and everybody you follow, gets a weight: every favourite you share counts, the more so the fewer people have it.',
          'The weight grows with how many of your favourites are their own photos, and shrinks with how much they fave in all.',
          'A photo that you want less of takes weight from the photographers who faved it.',
          'A photo’s score is the sum of the weights of those who faved it; more if you already fave its photographer.',
          'What is new since your last visit comes first. What you saw lately is left out, and at most three photos of one photographer are on a page.',
        ],
        parameters: parameters(),
        sliders: { freshness: state.freshness, adventure: state.adventure },
        numbers: {
          favorites: few ? 2 : 1243,
          photographers: few ? 1 : 388,
          contacts: few ? 0 : 96,
          lists_read: few ? 0 : 471,
          favorites_read: few ? 0 : 412_806,
          candidates: few ? 0 : 187_220,
          dismissed_photos: state.dismissedPosts.size,
          dismissed_people: state.dismissedAccounts.size,
          muted: state.mutes.length,
        },
        strongest: few
          ? []
          : Array.from({ length: 10 }, (_, index) => neighbour(index)).sort(
              (one, other) => other.weight - one.weight,
            ),
        example: example?.why
          ? { post: example.post, score: example.score, why: example.why }
          : null,
      })
    },
  ],
]
