import { registerHooks } from 'node:module'

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
