// One set of options for the build (vite.config.ts) and for everything that only reads the messages (prepare.js).
/** @type {import('@inlang/paraglide-js').CompilerOptions} */
export const paraglide = {
  project: './project.inlang',
  outdir: './src/lib/paraglide',
  outputStructure: 'message-modules',
  strategy: ['localStorage', 'cookie', 'preferredLanguage', 'baseLocale'],
  isServer: 'false',
  emitTsDeclarations: true,
  emitReadme: false,
  emitPrettierIgnore: false,
}
