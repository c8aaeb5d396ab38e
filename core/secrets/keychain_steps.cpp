// The steps that a KeychainStore's work is made of.
#include "secrets/keychain_work.h"

#include <unistd.h>

#include <utility>

namespace signalbox::secrets {

/// The entry that a write would replace. Nothing where there is none, and a keychain that is open says so or
/// we have never stored one; else an error: what is not seen is not overwritten.
void KeychainStore::State::readOld(const std::string &name,
                                   std::function<void(Result<std::optional<Secret>>)> found)
{
    backend->read(name, then<Result<Secret>>([this, name, found](Result<Secret> old) {
                      if (old) {
                          found(std::optional<Secret>(std::move(*old)));
                      } else if (old.error().code != ErrorCode::NotFound) {
                          explain(old.error(), [found](Error error) { found(std::unexpected(error)); });
                      } else {
                          backend->askLock(then<KeychainLock>([this, found](KeychainLock lock) {
                              if (auto error = stand(lock))
                                  found(std::unexpected(std::move(*error)));
                              else
                                  found(std::optional<Secret>());
                          }));
                      }
                  }));
}

/// The name is noted first: a crash in between must not leave an entry that we know nothing of.
void KeychainStore::State::writeChecked(const std::string &name, std::shared_ptr<const Secret> secret,
                                        std::shared_ptr<const Secret> old,
                                        std::function<void(Result<void>)> written)
{
    const bool isNew = !names.contains(name);
    if (const auto noted = names.add(name); !noted) {
        written(noted);
        return;
    }
    const auto forget = [this, name, isNew, hadOld = old != nullptr] {
        if (isNew && !hadOld)
            (void)names.remove(name); // if that fails, an absent entry is called lost; no harm
    };
    const auto undo = [this, name, old, forget, written](Error error) {
        putBack(name, old, [forget, error, written](const Result<void> &back) mutable {
            if (back)
                forget();
            else
                error.message += "; what was there before could not be put back";
            written(std::unexpected(error));
        });
    };
    const auto compare = [this, secret, undo, written](Result<Secret> back) {
        if (back && back->reveal() == secret->reveal()) {
            written({});
        } else if (!back && back.error().code != ErrorCode::NotFound) {
            explain(back.error(), undo);
        } else {
            stand(KeychainState::Failed,
                  "the keychain does not give back what is stored in it: keep secrets for "
                  "this session only, or use env: or file:");
            undo({ErrorCode::Io, message, {}});
        }
    };
    backend->write(name, secret->clone(),
                   then<Result<void>>([this, name, forget, compare, written](Result<void> result) {
                       if (result) {
                           backend->read(name, then<Result<Secret>>(compare));
                           return;
                       }
                       // Nothing was replaced: to put the old one back would only ask for a password again.
                       explain(result.error(), [forget, written](Error error) {
                           forget();
                           written(std::unexpected(std::move(error)));
                       });
                   }));
}

/// As it was before a write that does not count.
void KeychainStore::State::putBack(const std::string &name, const std::shared_ptr<const Secret> &old,
                                   std::function<void(Result<void>)> done)
{
    if (old)
        backend->write(name, old->clone(), then<Result<void>>(std::move(done)));
    else
        backend->remove(name, then<Result<void>>(std::move(done)));
}

/// Leaves nothing behind, whoever else does the same at the same time.
void KeychainStore::State::tryOut(std::function<void(Result<void>)> tried)
{
    const std::string name = "signalbox/probe-" + std::to_string(getpid());
    const std::string text = "nothing secret " + std::to_string(++lastId);
    const auto failed = [this, tried](Error error) {
        explain(std::move(error), [tried](Error explained) { tried(std::unexpected(explained)); });
    };
    const auto removed = [this, name, tried, failed] {
        backend->remove(name, then<Result<void>>([this, tried, failed](Result<void> gone) {
                            if (!gone) {
                                failed(gone.error());
                                return;
                            }
                            stand(KeychainState::Ready, {});
                            tried({});
                        }));
    };
    backend->write(name, Secret(std::string(text)),
                   then<Result<void>>([this, name, text, tried, failed, removed](Result<void> written) {
                       if (!written) {
                           failed(written.error());
                           return;
                       }
                       backend->read(
                           name, then<Result<Secret>>([this, text, tried, removed](Result<Secret> back) {
                               if (back && back->reveal() == text) {
                                   removed();
                                   return;
                               }
                               stand(KeychainState::Failed,
                                     "the keychain does not give back what is stored in it: keep secrets for "
                                     "this session only, or use env: or file:");
                               tried(fail(ErrorCode::Io, message));
                           }));
                   }));
}

} // namespace signalbox::secrets
