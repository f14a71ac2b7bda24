import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import { options } from '../svelte.config.js'
import { paraglide } from './paraglide.js'

const server = process.env.GOGI_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [paraglideVitePlugin(paraglide), sveltekit(options)],
  // A noun's file holds its schemas beside its rules: a page that only asks the rules leaves them, and typebox, out.
  build: {
    rolldownOptions: {
      treeshake: {
        manualPureFunctions: ['Type', 'oneOf', 'orNull', 'schemaOf'],
        moduleSideEffects: [{ test: /\/(shared|node_modules\/typebox)\//, sideEffects: false }],
      },
    },
  },
  // #shared lies one folder above the Vite root and would answer 403 without this.
  server: {
    fs: { allow: ['..'] },
    proxy: {
      '/api': { target: server, changeOrigin: false },
      '/live': { target: server, ws: true, changeOrigin: false },
    },
  },
})
