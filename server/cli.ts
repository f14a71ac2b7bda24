#!/usr/bin/env node
// The loader first: what it makes lighter is loaded by the program.
import './store/lean.ts'

const { runProgram } = await import('./cli/program.ts')
await runProgram()
