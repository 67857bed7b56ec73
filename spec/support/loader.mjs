/**
 * Loads TypeScript for the specs, and has mocha import them.
 *
 * Where `require` can load ES modules mocha requires every file first and imports it only when that
 * failed; but loader hooks do not reach `require`, so it always fails, and when the import fails as
 * well mocha reports the first error, a SyntaxError about a type, and hides the real one.
 */
import '../../scripts/typescript.mjs';

Object.defineProperty(process.features, 'require_module', { value: false, enumerable: true });
