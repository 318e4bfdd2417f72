import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** The buyer widget: one classic script for other people's pages, with everything it needs inside. */
export default defineConfig({
  plugins: [vue({ features: { optionsAPI: false } })],
  define: {
    'process.env.NODE_ENV': JSON.stringify('production'),
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2020',
    emptyOutDir: false,
    copyPublicDir: false,
    lib: {
      entry: fileURLToPath(new URL('./src/widget/main.ts', import.meta.url)),
      name: 'XiaoerWidget',
      formats: ['iife'],
      fileName: () => 'widget.js',
    },
  },
})
