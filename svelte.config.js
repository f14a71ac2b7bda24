import adapter from '@sveltejs/adapter-static'

// SvelteKit stops when this file lies in its Vite root (web/), so it lies here and web/vite.config.ts reads it.
/** @type {import('@sveltejs/kit').Config} */
export const options = {
  adapter: adapter({ pages: '../build/web', assets: '../build/web', fallback: 'index.html' }),
  compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
}

export default options
