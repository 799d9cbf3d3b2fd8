// Completes frontend/package-lock.json: node scripts/complete-npm-lock.mjs [--check]
//
// npm writes a lock without those builds for other platforms that its registry does not have at that moment, and
// newer npm then refuses to install from such a lock, also on platforms that need none of them ("Missing: ... from
// lock file"). The names of these packages say for which platform they are, so their entries can be written anyway.
import { readFileSync, writeFileSync } from 'node:fs'

const path = new URL('../frontend/package-lock.json', import.meta.url)
const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix']
const processors = ['arm64', 'arm', 'x64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32']
const dialects = { gnu: 'glibc', musl: 'musl' }

function platformOf(name) {
  const words = name.split(/[/-]/)
  const os = systems.filter((system) => words.includes(system))
  const cpu = processors.filter((processor) => words.includes(processor))
  const libc = os[0] === 'linux' ? Object.keys(dialects).filter((word) => words.includes(word)) : []
  return {
    ...(cpu.length && { cpu }),
    ...(os.length && { os }),
    ...(libc.length && { libc: libc.map((word) => dialects[word]) }),
  }
}

function isThere(packages, parent, name) {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder}${folder && '/'}node_modules/${name}`]) return true
    if (!folder.includes('/node_modules/')) return Boolean(packages[`node_modules/${name}`])
  }
}

const lock = JSON.parse(readFileSync(path, 'utf8'))
const added = {}
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const platform = platformOf(name)
    if (isThere(lock.packages, parent, name) || !/^\d/.test(version) || !Object.keys(platform).length) continue
    const flags = { ...(entry.dev && { dev: true }), ...(entry.license && { license: entry.license }), optional: true }
    added[`node_modules/${name}`] = { version, ...platform, ...flags }
  }
}

const names = Object.keys(added)
if (process.argv.includes('--check')) {
  if (names.length) {
    console.error(`frontend/package-lock.json lacks ${names.length} packages: node scripts/complete-npm-lock.mjs`)
    process.exit(1)
  }
} else if (names.length) {
  const sorted = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(path, JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2) + '\n')
  console.log(`Added ${names.length} packages for other platforms to frontend/package-lock.json`)
}
