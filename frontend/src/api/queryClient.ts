import { QueryClient } from '@tanstack/vue-query'
import { asProblem } from './problem'

/** Only what may heal by itself within seconds is asked again; a refusal stays a refusal. */
function mayHeal(failures: number, thrown: unknown): boolean {
  const { code } = asProblem(thrown)
  return failures < 2 && code === 'unreachable' && navigator.onLine
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: mayHeal,
        retryDelay: 800,
        refetchOnWindowFocus: false,
        staleTime: 10_000,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
