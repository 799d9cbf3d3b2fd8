// Types for the API client, made from src/api/openapi.json.
//
//   npm run generate-api                                                    from the stored document
//   npm run generate-api -- http://127.0.0.1:8400/api/openapi.json          fetch the document first
import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'

const document = 'src/api/openapi.json'
const address = process.argv[2]

if (address) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  await writeFile(document, JSON.stringify(await answer.json(), null, 2) + '\n')
}
execFileSync('npx', ['openapi-typescript', document, '--output', 'src/api/schema.d.ts'], {
  stdio: 'inherit',
})
