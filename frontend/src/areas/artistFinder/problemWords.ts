import type { Problem } from '@/api/problem'
import { i18n, translate as t } from '@/i18n'

/** Where it may help to try the very same once more. */
const passing = ['cannot_get_image', 'reverse_search_failed', 'processing_error']

export interface FinderProblem {
  code: string
  title: string
  text: string
  mayPass: boolean
  /** Seconds to wait, where that is known. */
  retryAfter: number | null
}

function wordsOf(code: string, message: string, title: string | null) {
  const key = `artistFinder.failed.${code}`
  return i18n.global.te(`${key}.title`, 'en')
    ? { title: t(`${key}.title`), text: t(`${key}.text`) }
    : { title: title ?? t('artistFinder.failed.other.title'), text: message }
}

/** Why a search ended without having looked, in words. */
export const failureOf = ({ code, message }: { code: string; message: string }): FinderProblem => ({
  code,
  ...wordsOf(code, message, null),
  mayPass: passing.includes(code),
  retryAfter: null,
})

/** Why a search did not begin. */
export const refusalOf = (problem: Problem): FinderProblem => ({
  code: problem.code,
  ...wordsOf(problem.code, problem.detail, problem.mayPass ? null : problem.title),
  mayPass: problem.mayPass,
  retryAfter: problem.retryAfter,
})
