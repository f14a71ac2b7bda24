/** A tag may say that an item is sensitive: then it is not shown before somebody asks to see it. */
export const isSensitive = (tags: readonly string[]): boolean =>
  tags.some((tag) => tag.toLowerCase() === 'sensitive')
