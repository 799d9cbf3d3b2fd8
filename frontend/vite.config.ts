import { fileURLToPath, URL } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { mockApi } from './mock/plugin'

const apiAddress = process.env.FOVEA_API ?? 'http://127.0.0.1:8400'

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** The explorer's styles bring a font of their own in a `data:` address, which our pages may not load. */
const withoutEmbeddedFonts: Plugin = {
  name: 'without-embedded-fonts',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('graphiql') && id.split('?')[0]?.endsWith('.css')
      ? code.replace(/@font-face\s*{[^}]*}/g, '')
      : undefined,
}

export default defineConfig(({ mode }) => ({
  plugins: [withoutEmbeddedFonts, vue(), tailwindcss(), ...(mode === 'mock' ? [mockApi()] : [])],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { __VUE_OPTIONS_API__: false, __VUE_I18N_LEGACY_API__: false },
  server: {
    host: '127.0.0.1',
    ...(mode === 'mock'
      ? {}
      : {
          proxy: Object.fromEntries(
            ['/api', '/graphql'].map((path) => [path, { target: apiAddress, changeOrigin: false }]),
          ),
        }),
  },
  // Inlined assets would need `data:` in the Content-Security-Policy's font-src.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000, // the explorer's editor
    rollupOptions: {
      // The GraphQL explorer is a page of its own: nothing of it is loaded anywhere else.
      input: { index: page('index.html'), explorer: page('explorer.html') },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    // A busy machine is slow, not wrong.
    testTimeout: 20_000,
  },
}))
