from celery import shared_task

from gatherings import answer_actions, registration_actions


@shared_task
def erase_old_registrations():
    return registration_actions.erase_old()


@shared_task
def erase_old_deputies():
    return answer_actions.erase_old_deputies()
