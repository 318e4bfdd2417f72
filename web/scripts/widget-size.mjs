// Fails when the widget is heavier than a shop's page should have to carry.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_BYTES = 40_000

const file = new URL('../dist/widget.js', import.meta.url)
const size = gzipSync(readFileSync(file), { level: 9 }).length
console.log(`widget.js: ${size} bytes gzipped, limit ${LIMIT_BYTES}`)
if (size > LIMIT_BYTES) {
  console.error(`widget.js is ${size - LIMIT_BYTES} bytes over its limit`)
  process.exit(1)
}
