import 'graphiql/style.css'
import './explorer.css'
import { GraphiQL } from 'graphiql'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { EXAMPLE } from './example'

/** GraphQL over HTTP: a failed request answers with errors too, which the explorer shows as they are. */
async function ask(parameters: {
  query: string
  operationName?: string | null
  variables?: unknown
}) {
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json' },
    body: JSON.stringify(parameters),
  })
  return answer.json()
}

/** The theme chosen in Fovea; null follows the system. */
function chosenTheme(): 'light' | 'dark' | null {
  const theme = document.documentElement.dataset.theme
  return theme === 'light' || theme === 'dark' ? theme : null
}

const place = document.getElementById('explorer')
if (place !== null) {
  const theme = chosenTheme()
  createRoot(place).render(
    createElement(GraphiQL, {
      fetcher: ask,
      defaultQuery: EXAMPLE,
      ...(theme === null ? {} : { forcedTheme: theme }),
    }),
  )
}
