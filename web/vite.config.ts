import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const page = (name: string) => fileURLToPath(new URL(`./${name}.html`, import.meta.url))

/** The pages. The widget is a bundle of its own: vite.widget.config.ts. */
export default defineConfig({
  plugins: [vue()],
  define: {
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // The pages' policy is `default-src 'self'`: an asset inlined as a data: URL would be refused.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input: ['index', 'demo', 'console', 'panel', 'studio', 'owner'].map(page),
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/widget.js': 'http://127.0.0.1:8000' } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    restoreMocks: true,
  },
})
