import type { DemoBlock, Language } from './shape.ts'

const titles = {
  en: { en: 'English translation', ja: '英訳' },
  ja: { en: 'Japanese translation', ja: '和訳' },
}

export function translation(language: Language, text: string): DemoBlock {
  return { kind: 'text', title: titles[language], text, language }
}

/** One question and one answer, the commonest exchange that raters are shown. */
export function exchange(language: Language, user: string, assistant: string): DemoBlock {
  return {
    kind: 'chat',
    turns: [
      { role: 'user', text: user },
      { role: 'assistant', text: assistant },
    ],
    language,
  }
}
