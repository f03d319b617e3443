import type { endMyAuthorisation, listMyAuthorisations } from '@xinqiao/contract/authorisations.ts'
import type { giveMyMaterial } from '@xinqiao/contract/case-materials.ts'
import type { beginMyUpload, sendMyPiece } from '@xinqiao/contract/materials.ts'
import type { findMyCase, getMyCase, listMyCaseKinds, listMyCases, moveMyCase, openMyCase } from '@xinqiao/contract/cases.ts'
import type { readMyCertificate } from '@xinqiao/contract/certificate-case.ts'
import type { enterChat, getChat, listChatEntries, readChatAttachment, sendCustomerMessage, uploadChatAttachment } from '@xinqiao/contract/chat.ts'
import type { getCostTable, getMyCostTable, printCostTable, printMyCostTable } from '@xinqiao/contract/cost-table.ts'
import type { listMyCommitments } from '@xinqiao/contract/commitments.ts'
import type { copyMyData, listMyConsents, listMyCorrections, requestMyCorrection, sayMyConsent } from '@xinqiao/contract/data-rights.ts'
import type { cancelChangeByLink, cancelMyChange, listMyChanges, requestMyChange, sendNewPhoneCode } from '@xinqiao/contract/detail-changes.ts'
import type { listMyErasures, readErasure, requestMyErasure } from '@xinqiao/contract/erasure.ts'
import type { explainTerm, getArticle } from '@xinqiao/contract/knowledge.ts'
import type { getMyRating, rateMyConversation } from '@xinqiao/contract/insight.ts'
import type { getMyLoan, listMyLoans, listProducts, quoteMyPayoff } from '@xinqiao/contract/loans.ts'
import type { Method } from '@xinqiao/contract/operation.ts'
import type { confirmCode, requestCode } from '@xinqiao/contract/people.ts'
import type { askCallBack, getMyWait } from '@xinqiao/contract/routing.ts'
import type { AnyOperation } from './call.ts'

/**
 * The customer's operations for the page that must stay light on a phone: their types are the contract's, but the
 * schemas (25 KB of validation that the server does anyway) are left out. A test holds every line here to the contract.
 */
const light = <O extends AnyOperation>(id: O['id'], method: Method, path: `/${string}`): O => ({ id, method, path }) as unknown as O

export const customerOperations = {
  enterChat: light<typeof enterChat>('enterChat', 'POST', '/v1/chat/sessions'),
  getChat: light<typeof getChat>('getChat', 'GET', '/v1/chat'),
  listChatEntries: light<typeof listChatEntries>('listChatEntries', 'GET', '/v1/chat/conversations/{conversationId}/entries'),
  sendCustomerMessage: light<typeof sendCustomerMessage>('sendCustomerMessage', 'POST', '/v1/chat/messages'),
  uploadChatAttachment: light<typeof uploadChatAttachment>('uploadChatAttachment', 'POST', '/v1/chat/attachments'),
  readChatAttachment: light<typeof readChatAttachment>('readChatAttachment', 'GET', '/v1/chat/attachments/{attachmentId}'),
  explainTerm: light<typeof explainTerm>('explainTerm', 'GET', '/v1/chat/terms/{termId}'),
  getArticle: light<typeof getArticle>('getArticle', 'GET', '/v1/articles/{articleId}'),
  listMyLoans: light<typeof listMyLoans>('listMyLoans', 'GET', '/v1/chat/loans'),
  getMyLoan: light<typeof getMyLoan>('getMyLoan', 'GET', '/v1/chat/loans/{loanRef}'),
  quoteMyPayoff: light<typeof quoteMyPayoff>('quoteMyPayoff', 'GET', '/v1/chat/loans/{loanRef}/payoff'),
  getCostTable: light<typeof getCostTable>('getCostTable', 'GET', '/v1/products/{productId}/cost-table'),
  printCostTable: light<typeof printCostTable>('printCostTable', 'GET', '/v1/products/{productId}/cost-table.pdf'),
  getMyCostTable: light<typeof getMyCostTable>('getMyCostTable', 'GET', '/v1/chat/loans/{loanRef}/cost-table'),
  printMyCostTable: light<typeof printMyCostTable>('printMyCostTable', 'GET', '/v1/chat/loans/{loanRef}/cost-table.pdf'),
  requestCode: light<typeof requestCode>('requestCode', 'POST', '/v1/chat/verification'),
  confirmCode: light<typeof confirmCode>('confirmCode', 'POST', '/v1/chat/verification/code'),
  listMyChanges: light<typeof listMyChanges>('listMyChanges', 'GET', '/v1/chat/changes'),
  sendNewPhoneCode: light<typeof sendNewPhoneCode>('sendNewPhoneCode', 'POST', '/v1/chat/changes/new-phone'),
  requestMyChange: light<typeof requestMyChange>('requestMyChange', 'POST', '/v1/chat/changes'),
  cancelMyChange: light<typeof cancelMyChange>('cancelMyChange', 'POST', '/v1/chat/changes/{changeId}/cancel'),
  requestMyErasure: light<typeof requestMyErasure>('requestMyErasure', 'POST', '/v1/chat/erasures'),
  listMyErasures: light<typeof listMyErasures>('listMyErasures', 'GET', '/v1/chat/erasures'),
  readErasure: light<typeof readErasure>('readErasure', 'GET', '/v1/erasures/{erasureId}'),
  cancelChangeByLink: light<typeof cancelChangeByLink>('cancelChangeByLink', 'POST', '/v1/changes/cancel'),
  getMyRating: light<typeof getMyRating>('getMyRating', 'GET', '/v1/chat/conversations/{conversationId}/rating'),
  rateMyConversation: light<typeof rateMyConversation>('rateMyConversation', 'PUT', '/v1/chat/conversations/{conversationId}/rating'),
  askCallBack: light<typeof askCallBack>('askCallBack', 'PUT', '/v1/chat/wait/call-back'),
  getMyWait: light<typeof getMyWait>('getMyWait', 'GET', '/v1/chat/wait'),
  listMyCommitments: light<typeof listMyCommitments>('listMyCommitments', 'GET', '/v1/chat/commitments'),
  listMyCases: light<typeof listMyCases>('listMyCases', 'GET', '/v1/chat/cases'),
  listMyCaseKinds: light<typeof listMyCaseKinds>('listMyCaseKinds', 'GET', '/v1/chat/case-kinds'),
  openMyCase: light<typeof openMyCase>('openMyCase', 'POST', '/v1/chat/cases'),
  findMyCase: light<typeof findMyCase>('findMyCase', 'GET', '/v1/chat/case-keys/{key}'),
  getMyCase: light<typeof getMyCase>('getMyCase', 'GET', '/v1/chat/cases/{caseId}'),
  giveMyMaterial: light<typeof giveMyMaterial>('giveMyMaterial', 'POST', '/v1/chat/cases/{caseId}/materials'),
  beginMyUpload: light<typeof beginMyUpload>('beginMyUpload', 'POST', '/v1/chat/uploads'),
  sendMyPiece: light<typeof sendMyPiece>('sendMyPiece', 'POST', '/v1/chat/uploads/{uploadId}/pieces'),
  moveMyCase: light<typeof moveMyCase>('moveMyCase', 'POST', '/v1/chat/cases/{caseId}/moves'),
  readMyCertificate: light<typeof readMyCertificate>('readMyCertificate', 'GET', '/v1/chat/certificates/{number}'),
  listMyConsents: light<typeof listMyConsents>('listMyConsents', 'GET', '/v1/chat/consents'),
  sayMyConsent: light<typeof sayMyConsent>('sayMyConsent', 'POST', '/v1/chat/consents'),
  listMyAuthorisations: light<typeof listMyAuthorisations>('listMyAuthorisations', 'GET', '/v1/chat/authorisations'),
  endMyAuthorisation: light<typeof endMyAuthorisation>('endMyAuthorisation', 'POST', '/v1/chat/authorisations/{authorisationId}/end'),
  listMyCorrections: light<typeof listMyCorrections>('listMyCorrections', 'GET', '/v1/chat/corrections'),
  requestMyCorrection: light<typeof requestMyCorrection>('requestMyCorrection', 'POST', '/v1/chat/corrections'),
  copyMyData: light<typeof copyMyData>('copyMyData', 'GET', '/v1/chat/my-data'),
  listProducts: light<typeof listProducts>('listProducts', 'GET', '/v1/products'),
}

/** The same as contract/socket.ts has it. */
export const lightSocketPath = '/v1/socket'
