import { infiniteQueryOptions, queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { Subscription } from '@/api/listingTypes'

export const subscriptionStates = ['active', 'paused'] as const
export type SubscriptionState = (typeof subscriptionStates)[number]

/** How often posts may be asked for, in seconds, where the schedule does not adapt by itself. */
export const intervals = [900, 3_600, 21_600, 86_400, 604_800] as const

const whileRunning = 2_000
const otherwise = 20_000
const isRunning = ({ last_run: run }: Subscription) => run?.state === 'running'

export interface SubscriptionFilter {
  state: SubscriptionState | ''
  source: string
}

/** Subscriptions, the newest first; asked about often while one of them runs. */
export const subscriptionsOptions = ({ state, source }: SubscriptionFilter) =>
  infiniteQueryOptions({
    queryKey: ['subscriptions', 'list', state, source],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/subscriptions', {
          params: {
            query: {
              ...(state ? { state } : {}),
              ...(source ? { source } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ next_cursor: next }) => next,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ subscriptions }) => subscriptions.some(isRunning))
        ? whileRunning
        : otherwise,
  })

const pathOf = (id: number) => ({ params: { path: { subscription_id: id } } })

export const subscriptionOptions = (id: number) =>
  queryOptions({
    queryKey: ['subscriptions', 'one', id],
    queryFn: () => answerOf(api.GET('/api/subscriptions/{subscription_id}', pathOf(id))),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && isRunning(data) ? whileRunning : otherwise),
  })

/** The runs of a subscription, the newest first. */
export const historyOptions = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['subscriptions', 'runs', id],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/subscriptions/{subscription_id}/runs', {
          params: {
            path: { subscription_id: id },
            query: pageParam ? { cursor: pageParam } : {},
          },
        }),
      ),
    getNextPageParam: ({ next_cursor: next }) => next,
    staleTime: 0,
  })

export interface NewSubscription {
  check: number
  /** From when on everything is read; null for the newest posts only. */
  since: string | null
  /** Null: the schedule adapts by itself. */
  interval_seconds: number | null
}

/** Begins a subscription; `joined` tells that there was one already, which is given then. */
export async function subscribe(body: NewSubscription) {
  let joined = false
  const subscription = await answerOf(
    api.POST('/api/subscriptions', { body }).then((answer) => {
      joined = answer.response.status === 200
      return answer
    }),
  )
  return { subscription, joined }
}

export const setState = (id: number, state: SubscriptionState) =>
  answerOf(api.PATCH('/api/subscriptions/{subscription_id}', { ...pathOf(id), body: { state } }))

export const setSchedule = (id: number, interval_seconds: number | 'adaptive') =>
  answerOf(
    api.PATCH('/api/subscriptions/{subscription_id}', {
      ...pathOf(id),
      body: { interval_seconds },
    }),
  )

/** Runs now: what is new, or everything since a day. */
export const startRun = (id: number, since: string | null = null) =>
  answerOf(
    api.POST('/api/subscriptions/{subscription_id}/runs', {
      ...pathOf(id),
      body: { since },
    }),
  )

export type PostsThen = 'keep' | 'remove'

export const remove = (id: number, posts: PostsThen) =>
  answerOf(
    api.DELETE('/api/subscriptions/{subscription_id}', {
      params: { path: { subscription_id: id }, query: { posts } },
    }),
  )
