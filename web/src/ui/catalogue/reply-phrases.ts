/** Sentences that go to the customer, in his language whatever language the desk is shown in. `{时间}` is for the agent to fill. */
export const replyPhrases = {
  acknowledge: {
    angry: '给您带来这样的体验，非常抱歉。您的情况我已经看到，我来负责跟进。\n',
    anxious: '理解您着急，我先帮您把情况看清楚。\n',
  },
  time: '我会在 {时间} 前给您答复。',
} as const
