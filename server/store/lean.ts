import { enableCompileCache, registerHooks } from 'node:module'
import { join } from 'node:path'

/** What is read as TypeScript is compiled once for all starts; in this folder, where nobody else can lay code for us. */
enableCompileCache(join(import.meta.dirname, '..', '..', 'build', 'compiled'))

/**
 * Loads drizzle's CommonJS build. Its ES modules re-export each other in circles, and linking them costs every thread
 * about a second and 150 MB; this one costs a tenth. For `--import`, before anything else is loaded.
 */
registerHooks({
  resolve: (specifier, context, next) =>
    next(
      specifier,
      specifier.startsWith('drizzle-orm')
        ? { ...context, conditions: ['node', 'require', 'default'] }
        : context,
    ),
})
