// Asks a server all that the audit of GraphQL over HTTP asks: node audit-graphql.mjs http://127.0.0.1:8400/graphql
// Prints one line an audit that failed, and ends with 1 when one of those is an error (not a notice or a warning).
import { auditServer } from 'graphql-http'

const [url] = process.argv.slice(2)
const results = await auditServer({ url, fetchFn: fetch })
const failed = results.filter((result) => result.status !== 'ok')
for (const result of failed) {
  console.log(`${result.status} ${result.id} ${result.name}: ${result.reason}`)
}
console.log(`${results.length} audits, ${results.length - failed.length} ok`)
process.exit(failed.some((result) => result.status === 'error') ? 1 : 0)
