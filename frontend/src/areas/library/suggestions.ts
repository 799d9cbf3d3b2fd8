import { keepPreviousData, queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { Suggestion, Suggestions } from '@/api/libraryTypes'
import { charactersBefore, unitsBefore } from './columns'

/** What one may be about to type at a place in a query; `caret` counts units. */
export const suggestionOptions = (q: string, caret: number) =>
  queryOptions({
    queryKey: ['library', 'suggestions', q, caret],
    queryFn: () =>
      answerOf(
        api.GET('/api/library/suggestions', {
          params: { query: { q, at: charactersBefore(q, caret) } },
        }),
      ),
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  })

const opens = ({ kind, text }: Suggestion) => kind === 'field' || text.endsWith(':')

/** The query with a suggestion in place of what it completes, and where the caret then is. */
export function accept(query: string, { from, to }: Suggestions, suggestion: Suggestion) {
  const start = unitsBefore(query, from)
  const end = unitsBefore(query, to)
  const rest = query.slice(end).trimStart()
  // A field wants its value next; everything else is complete.
  const after = opens(suggestion) ? '' : ' '
  const head = query.slice(0, start) + suggestion.text + after
  return { query: head + rest, caret: head.length }
}
